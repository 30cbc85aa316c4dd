// SPDX-License-Identifier: MIT

// "Be the scheduler": a person decides who goes next, by button or key, and answers what can happen.

class Scheduler extends Board {
	constructor(root, data, alone) {
		super();
		Object.assign(this, { root, data, alone, timer: null, flushNext: false });
		this.played = data.models.map((told) => {
			const walk = new Walk(data, told);
			return { walk, game: new Game(walk), challenges: new Challenges(walk), chosen: 0 };
		});
		this.build();
		this.choose(0);
		(alone ? document : root).addEventListener("keydown", (event) => this.key(event));
	}

	// --- One model ---

	get current() {
		return this.played[this.index];
	}

	choose(index) {
		this.stop();
		this.index = index;
		Object.assign(this, this.current);
		if (this.model)
			this.model.value = index;
		this.about.textContent = `${bounds(this.walk)}: ${several(this.walk.nr, "state")}, all found by racelab explore${this.data.weakened.length ? ` with ${this.data.weakened.join(", ")}` : ""}. You decide who goes next.`;
		this.root.classList.toggle("buffered", this.walk.model === "tso");
		this.buildDeck();
		this.buildProgram();
		this.show("Nobody has gone yet.");
	}

	// --- Moving ---

	move(task, flush) {
		this.stop();
		this.make(task, flush);
	}

	make(task, flush) {
		if (!this.game.can(task, flush))
			return this.showStatus(flush ? `Task ${task} has nothing in its store buffer.` : `Task ${task} cannot go on.`);
		this.game.go(task, flush);
		const { text, vain } = this.game.now;
		this.show(`Move ${this.game.trail.length}, task ${task}: ${text}.${vain ? " That changed nothing: it waits." : ""}`);
	}

	back() {
		this.stop();
		if (this.game.back())
			this.show(this.game.trail.length ? `Back to move ${this.game.trail.length}.` : "Back at the beginning.");
	}

	restart() {
		this.stop();
		this.game.restart();
		this.show("At the beginning.");
	}

	run(fair) {
		if (this.stop())
			return;
		this.play(this.game.plan(fair));
	}

	// Move by move, so that it can be followed; all at once for who wants no motion.
	play(moves, then = () => {}) {
		const still = matchMedia("(prefers-reduced-motion: reduce)").matches, pause = Math.max(20, Math.min(450, 5000 / moves.length));
		let next = 0;
		const step = () => {
			if (next < moves.length)
				this.make(moves[next].task, moves[next++].flush);
			if (next < moves.length)
				return true;
			this.stop();
			then();
			return false;
		};

		if (still)
			while (step());
		else if (step())
			this.timer = setInterval(step, pause);
	}

	stop() {
		const ran = this.timer !== null;

		clearInterval(this.timer);
		this.timer = null;
		return ran;
	}

	// --- Questions ---

	get challenge() {
		return this.challenges.list[this.current.chosen];
	}

	// What was predicted and has happened now is settled.
	notice() {
		for (const challenge of this.challenges.list)
			if (challenge.predicted !== null && challenge.result === null && challenge.wanted(this.game.here.state))
				challenge.result = "done";
	}

	predict(can) {
		this.challenge.predicted = can;
		this.notice();
		this.showQuestions();
	}

	// Shows the way there, from here if there is one, or says that there is none.
	reveal() {
		const { challenge } = this;
		let moves = this.walk.path(this.game.here, challenge.wanted);

		this.stop();
		if (!challenge.possible) {
			challenge.result = "impossible";
			return this.showQuestions();
		}
		if (!moves?.length) {
			this.game.restart();
			this.show(moves ? "From the beginning." : "From there it could not happen any more, so from the beginning.");
			moves = this.walk.path(this.game.here, challenge.wanted);
		}
		challenge.result = "shown";
		this.showQuestions();
		this.play(moves);
	}

	// Anew only where something changed: who is at one of these buttons stays there.
	showQuestions() {
		const { list } = this.challenges, { chosen } = this.current;
		const shown = JSON.stringify([this.index, chosen, list.map(({ predicted, result }) => [predicted, result])]);
		const mark = ({ result, right }) => result === null ? "○" : right ? "✓" : "✗";
		const word = ({ result, right }) => result === null ? "open" : right ? "predicted right" : "predicted wrong";

		if (shown === this.shown)
			return;
		this.shown = shown;
		const at = [...this.questions.children].findIndex((item) => item.contains(document.activeElement));
		this.questions.replaceChildren(...list.map((challenge, i) => {
			const item = button("", null, { "aria-pressed": String(i === chosen), class: challenge.result ? challenge.right ? "right" : "wrong" : "" }, () => {
				this.current.chosen = i;
				this.showQuestions();
			});
			item.append(element("span", { "aria-hidden": "true" }, mark(challenge)), " ", challenge.name, element("span", { class: "hidden" }, `, ${word(challenge)}`));
			return element("li", {}, item);
		}));
		this.questions.children[at]?.firstChild.focus();
		const { settled, right } = this.challenges;
		this.score.textContent = settled ? `${settled} of ${list.length} settled, ${right} predicted right` : "";
		this.showAsked();
	}

	showAsked() {
		const { challenge } = this, here = this.answers.contains(document.activeElement);

		this.said.className = challenge?.result ? challenge.right ? "right" : "wrong" : "";
		this.said.textContent = challenge ? this.words(challenge) : "";
		this.answers.replaceChildren(...(challenge ? this.choices(challenge) : []));
		if (here)
			(this.answers.querySelector("button") || this.deck).focus({ preventScroll: true });
	}

	words(challenge) {
		const { question, predicted, result } = challenge;

		if (result !== null)
			return Challenges.verdict(challenge);
		if (predicted === null)
			return `${question} First predict:`;
		return `${question} ${predicted ? "You say that it can. Make it happen!" : "You say that it cannot. Try to prove yourself wrong, then see."}`;
	}

	choices({ predicted, result, possible }) {
		const next = this.challenges.list.findIndex((other) => other.result === null);

		if (predicted === null)
			return [button("Yes, it can", null, {}, () => this.predict(true)), button("No, never", null, {}, () => this.predict(false))];
		if (result === null)
			return [button(predicted ? "Give up: show me" : "Reveal", null, {}, () => this.reveal())];
		return [...(possible ? [button("Show a way", null, {}, () => this.reveal())] : []), ...(next >= 0 ? [button("Next question", null, {}, () => {
			this.current.chosen = next;
			this.restart();
		})] : [])];
	}

	// --- The schedule as text ---

	async copy() {
		this.text.select();
		try {
			await navigator.clipboard.writeText(this.text.value);
		} catch {
			document.execCommand("copy");
		}
		this.loaded.textContent = this.walk.end[this.game.here.state] >= 0 || this.verdict()[0] ? "Copied." : "Copied. To be replayed it has to come to an end first.";
	}

	load() {
		try {
			const { model, moves } = readSchedule(this.text.value, this.data);
			const index = model === null ? this.index : this.data.models.findIndex((told) => told.model === model);
			const trial = new Game(this.played[index].walk);
			moves.forEach(({ task, flush }, i) => {
				if (!trial.can(task, flush))
					throw new Error(`move ${i + 1}: task ${task} ${flush ? "has nothing in its store buffer" : "cannot go on there"}`);
				trial.go(task, flush);
			});
			this.played[index].game = trial;
			this.choose(index);
			this.show(`Loaded: ${several(moves.length, "move")}.`);
			this.loaded.textContent = `Loaded: ${several(moves.length, "move")}.`;
		} catch (error) {
			this.loaded.textContent = `Not loaded: ${error.message}.`;
		}
	}

	// --- Keys ---

	key(event) {
		const digit = /^(?:Digit|Numpad)([1-8])$/.exec(event.code), task = digit ? Number(digit[1]) - 1 : -1;
		const acts = { Backspace: () => this.back(), ArrowLeft: () => this.back(), Home: () => this.restart(), r: () => this.run(false),
			t: () => this.run(true), "?": () => this.help.showModal(), Escape: () => this.stop() };
		const act = task >= 0 && task < this.walk.tasks ? () => this.move(task, event.shiftKey || this.flushNext) : acts[event.key];

		if (event.ctrlKey || event.altKey || event.metaKey || this.help.open || event.target.closest?.("textarea, select, input"))
			return;
		if (act) {
			event.preventDefault();
			act();
		}
		if (event.key !== "Shift")
			this.flushNext = event.key === "f";
	}
}

addEventListener("DOMContentLoaded", () => {
	const root = document.querySelector(".scheduler"), data = document.querySelector(".scheduler-data");

	if (!root || !data)
		return;
	try {
		root.scheduler = new Scheduler(root, JSON.parse(data.textContent), document.body.classList.contains("scheduler-page"));
	} catch (error) {
		root.replaceChildren(element("p", { class: "missing" }, `The states cannot be shown: ${error.message}`));
	}
});
