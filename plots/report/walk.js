// SPDX-License-Identifier: MIT

// The states that racelab explore found, to walk on (harness/explore/page/walk.h says how they are
// written). Nothing here knows what a load, a store or a buffer does: a move leads where the graph
// says, and what it was is text that came with it.

"use strict";

// Numbers as harness/explore/page/digits.c writes them.
class Digits {
	constructor(alphabet, text) {
		this.text = text;
		this.at = 0;
		this.value = new Int8Array(128).fill(-1);
		[...alphabet].forEach((digit, i) => (this.value[digit.charCodeAt(0)] = i));
	}

	get more() {
		return this.at < this.text.length;
	}

	digit() {
		const digit = this.value[this.text.charCodeAt(this.at++)];

		if (!(digit >= 0))
			throw new Error("the states are damaged");
		return digit;
	}

	behind(first, nr) {
		let number = first;

		for (; nr; nr--)
			number = number * 90 + this.digit();
		return number;
	}

	next() {
		const digit = this.digit();

		if (digit < 60)
			return digit;
		if (digit < 84)
			return 60 + this.behind(digit - 60, 1);
		return digit < 89 ? 60 + 24 * 90 + this.behind(digit - 84, 2)
			: 60 + 24 * 90 + 5 * 8100 + this.behind(0, 4);
	}

	signed() {
		const number = this.next();

		return number % 2 ? -(number + 1) / 2 : number / 2;
	}
}

const INSIDE = 1, RACE = 2, STUCK = 4, DOOMED = 8;

class Walk {
	constructor(data, told) {
		this.data = data;
		this.told = told;
		this.model = told.model;
		this.nr = told.states;
		this.tasks = data.tasks;
		this.readMemories(new Digits(data.digits, told.memories));
		this.readStandings(new Digits(data.digits, told.standings));
		this.readStates(new Digits(data.digits, told.graph));
	}

	readMemories(digits) {
		this.memories = [];
		do
			this.memories.push(this.data.places.map(() => digits.next()));
		while (digits.more);
	}

	readStandings(digits) {
		this.standings = [];
		while (digits.more) {
			const deed = this.data.deeds[digits.next()], buffer = [];
			for (let nr = digits.next(); nr; nr--)
				buffer.push({ place: digits.next(), value: digits.next() });
			this.standings.push({ deed, buffer });
		}
	}

	readStates(digits) {
		const memory = [0], standing = new Array(this.tasks).fill(0);

		this.memory = new Int32Array(this.nr);
		this.standing = new Int32Array(this.nr * this.tasks);
		this.wrong = new Uint8Array(this.nr);
		this.end = new Int32Array(this.nr).fill(-1);
		this.race = new Int32Array(this.nr).fill(-1);
		this.moves = [];
		for (let state = 0; state < this.nr; state++) {
			this.memory[state] = memory[0] += digits.signed();
			for (let position = 0; position < this.tasks; position++)
				this.standing[state * this.tasks + position] = standing[position] += digits.signed();
			this.moves.push(this.readMoves(digits, state));
		}
	}

	readMoves(digits, state) {
		const head = digits.next(), moves = [];

		this.wrong[state] = head >> 2 * this.tasks;
		if (!(head & ((1 << 2 * this.tasks) - 1)))
			this.end[state] = digits.next();
		if (this.wrong[state] & RACE)
			this.race[state] = digits.next();
		for (let position = 0; position < this.tasks; position++)
			for (const flush of [false, true])
				if (head >> position + (flush ? this.tasks : 0) & 1)
					moves.push(this.readMove(digits, state, position, flush));
		return moves;
	}

	readMove(digits, state, position, flush) {
		const to = state + digits.signed(), { deed } = this.at(state, position);

		return { position, flush, to, event: !flush && deed.events.length > 1 ? digits.next() : 0 };
	}

	// Where the task at a position stands: what it is about to do, and what its store buffer holds.
	at(state, position) {
		return this.standings[this.standing[state * this.tasks + position]];
	}

	// The position, after a move, of the task that moved: all others keep their standings and order.
	after(state, { position, to }) {
		const others = [];

		for (let i = 0; i < this.tasks; i++)
			if (i !== position)
				others.push(this.standing[state * this.tasks + i]);
		for (let mover = 0; mover < this.tasks; mover++)
			if (others.every((standing, i) => standing === this.standing[to * this.tasks + i + (i >= mover)]))
				return mover;
		throw new Error("the states are damaged");
	}

	start() {
		return { state: 0, who: this.told.first };
	}

	find(here, task, flush) {
		const position = here.who.indexOf(task);

		return this.moves[here.state].find((move) => move.position === position && move.flush === flush);
	}

	go(here, task, flush) {
		const move = this.find(here, task, flush), who = here.who.filter((other) => other !== task);

		who.splice(this.after(here.state, move), 0, task);
		return { state: move.to, who };
	}

	// True if all that the task can do leads back here while nobody else moves.
	waits(here, task) {
		let next = here;

		for (let i = 0; i < 32 && this.find(next, task, false); i++) {
			next = this.go(next, task, false);
			if (this.memory[next.state] !== this.memory[here.state])
				return false;
			if (next.state === here.state)
				return true;
		}
		return false;
	}

	count(wanted) {
		let nr = 0;

		for (let state = 0; state < this.nr; state++)
			nr += wanted(state);
		return nr;
	}

	// Of the ways from here to a wanted state one with the fewest switches between tasks, as moves;
	// null: there is none. A breadth-first search over states and who moved last.
	path(here, wanted) {
		const width = this.tasks + 1, from = new Int32Array(this.nr * width).fill(-2), by = new Array(from.length);
		const done = new Uint8Array(from.length);
		let near = [here.state * width + this.tasks], far = [];

		from[near[0]] = -1;
		for (let next = 0; next < near.length || far.length; next++) {
			if (next >= near.length)
				[near, far, next] = [far, [], 0];
			const key = near[next], state = Math.floor(key / width), last = key % width;
			if (done[key]++)
				continue;
			if (wanted(state))
				return this.trace(here, key, from, by);
			for (const move of this.moves[state]) {
				const other = last < this.tasks && move.position !== last && !move.flush;
				const to = move.to * width + this.lastAfter(state, move, last);
				if (done[to] || (from[to] !== -2 && other))
					continue;
				from[to] = key;
				by[to] = move;
				(other ? far : near).push(to);
			}
		}
		return null;
	}

	// The position of who moved last after a move, which may be a flush: the machine's own.
	lastAfter(state, move, last) {
		const mover = this.after(state, move);

		if (!move.flush || last === move.position || last === this.tasks)
			return mover;
		const rank = last - (last > move.position);
		return rank + (rank >= mover);
	}

	// Positions become tasks by going there.
	trace(here, key, from, by) {
		const moves = [];

		for (; from[key] >= 0; key = from[key])
			moves.unshift(by[key]);
		return moves.map(({ position, flush }) => {
			const task = here.who[position];
			here = this.go(here, task, flush);
			return { task, flush };
		});
	}
}
