// SPDX-License-Identifier: MIT

// What a walk can be asked: first a person predicts whether it can happen, then tries to make it
// happen, then is told. What is true is what the states say: all of them were tried.

class Challenge {
	constructor(walk, name, question, happened, wanted, unit) {
		Object.assign(this, { walk, name, question, happened, wanted, unit });
		this.predicted = this.result = null; /* true, false; "done", "shown", "impossible" */
		this.states = walk.count(wanted); /* in which it has happened */
	}

	get possible() {
		return this.states > 0;
	}

	get right() {
		return this.result !== null && this.predicted === this.possible;
	}
}

const counted = (nr) => typeof nr === "number" ? nr.toLocaleString("en") : String(nr);
const several = (nr, what) => `${counted(nr)} ${what}${nr === 1 ? "" : "s"}`;

// What a task does `ops` of, and what all of them make: as harness/explore/telling/tell.h has it.
const unitOf = (data) => data.exercise ? "round" : "increment";
const sumOf = (data) => data.exercise ? "the count" : data.ops ? "the counter" : "the outcome";

// "2 tasks x 2 increments under tso".
function bounds({ data, model }) {
	return several(data.tasks, "task") + (data.ops ? ` x ${several(data.ops, unitOf(data))}` : "") + ` under ${model}`;
}

class Challenges {
	constructor(walk) {
		this.walk = walk;
		this.list = [];
		this.askOutcomes();
		this.askInside();
		this.askHang();
		this.askRace();
		this.askEnds();
	}

	add(name, question, happened, wanted, unit) {
		this.list.push(new Challenge(this.walk, name, question, happened, wanted, unit));
	}

	ends(fits) {
		const { walk } = this;

		return (state) => walk.end[state] >= 0 && fits(walk.told.ends[walk.end[state]]);
	}

	askOutcome(value, why = "") {
		const what = sumOf(this.walk.data);
		const told = this.walk.told.outcomes.find(([other]) => other === value);
		const ways = told && told[1] !== null ? `${counted(told[1])} of ${several(this.walk.told.interleavings, "interleaving")}` : null;

		this.add(`End with ${value}`, `Can ${what} end with ${value}${why}?`, `${what} ends with ${value}`,
			this.ends((end) => end.kind === "end" && end.value === value), ways);
	}

	askOutcomes() {
		const { data, told } = this.walk, values = told.outcomes.map(([value]) => value), right = data.expected;
		const one = data.exercise ? "a round" : "an increment", elsewhere = data.models.flatMap((model) => model.outcomes.map(([value]) => value));

		if (!data.has_outcome)
			return;
		if (right === null)
			return [...new Set([...values, ...elsewhere])].slice(0, 6).forEach((value) => this.askOutcome(value));
		const wrong = values.filter((value) => value !== right);
		if (!wrong.length)
			this.add(`Lose ${one}`, `Can ${one} get lost: does it ever end with less than ${right}?`, `${one} is lost`,
				this.ends((end) => end.kind === "end" && end.value !== right));
		this.askOutcome(right, wrong.length ? ", as it should" : "");
		wrong.slice(0, 4).forEach((value) => this.askOutcome(value));
		if (wrong.length && wrong[0] > 1)
			this.askOutcome(wrong[0] - 1);
	}

	askInside() {
		if (this.walk.data.deeds.some(({ inside }) => inside))
			this.add("Let both in", "Can two tasks be inside the critical section at once?", "two tasks are inside",
				(state) => (this.walk.wrong[state] & INSIDE) !== 0);
	}

	// Only where somebody ever waits; else nobody would think of it.
	askHang() {
		const { walk } = this, who = [...new Array(walk.tasks).keys()];
		const waits = (state) => walk.wrong[state] & (STUCK | DOOMED) || who.some((task) => walk.waits({ state, who }, task));

		for (let state = 0; state < walk.nr; state++)
			if (waits(state))
				return this.add("Make it hang", "Can it hang: does somebody wait for ever?", "who is left waits for ever",
					(there) => (walk.wrong[there] & STUCK) !== 0);
	}

	askRace() {
		if (this.walk.data.deeds.some(({ plain, place }) => plain && place >= 0))
			this.add("Make a data race", "Can there be a data race: two conflicting accesses, side by side?", "two accesses race",
				(state) => (this.walk.wrong[state] & RACE) !== 0);
	}

	askEnds() {
		const kinds = new Set(this.walk.told.ends.map(({ kind }) => kind));
		const asserts = this.walk.data.source.some(([, , text]) => /\bassert\s*\(/.test(text));

		if (asserts || kinds.has("assertion"))
			this.add("Fail an assertion", "Can an assertion fail?", "an assertion fails", this.ends(({ kind }) => kind === "assertion"));
		if (kinds.has("crash"))
			this.add("Make it crash", "Can it crash?", "it crashes", this.ends(({ kind }) => kind === "crash"));
		if (kinds.has("endless"))
			this.add("Compute for ever", "Can a task compute for ever?", "a task computes for ever", this.ends(({ kind }) => kind === "endless"));
	}

	get settled() {
		return this.list.filter(({ result }) => result !== null).length;
	}

	get right() {
		return this.list.filter((challenge) => challenge.right).length;
	}

	// What the states say of it, once it is settled.
	static verdict(challenge) {
		const { walk, possible, states, unit } = challenge;
		const all = several(walk.nr, "state"), where = bounds(walk);
		const rate = challenge.right ? "You predicted it." : `You had predicted that it ${challenge.predicted ? "can" : "cannot"}.`;

		if (!possible)
			return `It cannot be that ${challenge.happened}: all ${all} of ${where} were tried. ${rate}`;
		const share = unit ? `So end ${unit} of ${where}` : `It is so in ${counted(states)} of the ${all} of ${where}`;
		return `${challenge.result === "done" ? "You did it" : "It can"}: ${challenge.happened}. ${share}. ${rate}`;
	}
}
