// SPDX-License-Identifier: MIT

// A game: the moves that a person has made on a walk, what each task has read on the way, and the
// schedule that they are as text.

class Game {
	constructor(walk) {
		this.walk = walk;
		this.restart();
	}

	restart() {
		this.trail = []; /* of each move: task, flush, text, here, read */
		this.first = { here: this.walk.start(), read: new Array(this.walk.tasks).fill([]) };
	}

	get now() {
		return this.trail[this.trail.length - 1] || this.first;
	}

	get here() {
		return this.now.here;
	}

	standing(task) {
		return this.walk.at(this.here.state, this.here.who.indexOf(task));
	}

	can(task, flush) {
		return this.walk.find(this.here, task, flush) !== undefined;
	}

	value(place, value) {
		return this.walk.data.places[place].values[value];
	}

	memory() {
		return this.walk.memories[this.walk.memory[this.here.state]];
	}

	// What a task has read: the latest first; `used` once it has written there itself.
	readAfter(task, deed, [, value, wrote]) {
		const others = this.now.read[task].filter(({ place }) => place !== deed.place);
		const before = this.now.read[task].find(({ place }) => place === deed.place);

		if (deed.place < 0 || (value < 0 && !before))
			return this.now.read[task];
		return [{ place: deed.place, value: value < 0 ? before.value : value, used: wrote }, ...others];
	}

	go(task, flush) {
		const { deed, buffer } = this.standing(task), move = this.walk.find(this.here, task, flush);
		const read = [...this.now.read];
		let text;

		if (flush) {
			text = `${this.walk.data.places[buffer[0].place].name} = ${this.value(buffer[0].place, buffer[0].value)} leaves the buffer`;
		} else {
			const event = deed.events[move.event];
			text = event[0];
			read[task] = this.readAfter(task, deed, event);
		}
		const here = this.walk.go(this.here, task, flush), vain = here.state === this.here.state;
		this.trail.push({ task, flush, text, here, read, vain });
	}

	back() {
		return this.trail.pop() !== undefined;
	}

	get over() {
		return !this.walk.moves[this.here.state].length || (this.walk.wrong[this.here.state] & STUCK) !== 0;
	}

	// A schedule to the end, by turns or by chance, in which nobody goes in vain who need not.
	plan(fair) {
		const { walk } = this, moves = [];
		let here = this.here, turn = this.trail.length ? 2 * this.now.task + 1 : -1;

		while (walk.moves[here.state].length && !(walk.wrong[here.state] & STUCK) && moves.length < 500) {
			const all = walk.moves[here.state].map(({ position, flush }) => ({ task: here.who[position], flush }));
			const useful = all.filter(({ task, flush }) => flush || !walk.waits(here, task));
			const from = useful.length ? useful : all;
			const rank = ({ task, flush }) => (2 * task + flush - turn - 1 + 4 * walk.tasks) % (2 * walk.tasks);
			const next = fair ? from.sort((a, b) => rank(a) - rank(b))[0] : from[Math.floor(Math.random() * from.length)];
			turn = 2 * next.task + next.flush;
			moves.push(next);
			here = walk.go(here, next.task, next.flush);
		}
		return moves;
	}

	// As harness/explore/telling/schedule.h has it.
	schedule() {
		const { data, model } = this.walk, lines = [""];

		for (const { task, flush } of this.trail) {
			const word = (flush ? "~" : "") + task, line = lines[lines.length - 1];
			if (line && line.length + 1 + word.length > 72)
				lines.push(word);
			else
				lines[lines.length - 1] += (line && " ") + word;
		}
		return `racelab schedule 1\nprogram ${data.program} tasks ${data.tasks}${data.ops ? ` ops ${data.ops}` : ""}${data.exercise ? ` exercise ${data.exercise}` : ""} model ${model}\n${lines.join("\n")}\n`;
	}
}

// What a schedule asks for: {model, moves}. Throws an Error that says what is wrong with it.
function readSchedule(text, data) {
	const lines = text.replace(/\r/g, "").split("\n");
	let model = null;

	if (lines[0].trim() === "racelab schedule 1") {
		const found = /^program (.+) tasks (\d+)(?: ops (\d+))?(?: exercise (\S+))? model (\w+)$/.exec((lines[1] || "").trim());
		if (!found)
			throw new Error("the second line should name the program, its tasks and the model");
		const [, program, tasks, ops, exercise = null, named] = found;
		if (program !== data.program || exercise !== data.exercise || Number(tasks) !== data.tasks || (ops ? Number(ops) : null) !== data.ops)
			throw new Error(`this schedule is of ${program} with ${several(Number(tasks), "task")}${ops ? ` x ${several(Number(ops), unitOf(data))}` : ""}; the page is of another`);
		if (!data.models.some((told) => told.model === named))
			throw new Error(`this page has no ${named}`);
		model = named;
		lines.splice(0, 2);
	}
	const words = lines.flatMap((line) => line.replace(/(^|\s)#.*/, "").split(/\s+/)).filter(Boolean);
	const moves = words.map((word) => {
		if (!/^~?\d$/.test(word) || Number(word.replace("~", "")) >= data.tasks)
			throw new Error(`'${word}' is no step: 0 is one of task 0, ~0 a write of its buffer`);
		return { task: Number(word.replace("~", "")), flush: word[0] === "~" };
	});
	return { model, moves };
}
