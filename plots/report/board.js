// SPDX-License-Identifier: MIT

// What is on the scheduler's screen: the program, the tasks, memory, the moves so far. All of it is
// looked up in a game; text from the program only ever becomes textContent.

function element(name, attributes = {}, ...children) {
	const made = document.createElement(name);

	for (const [key, value] of Object.entries(attributes))
		if (value !== null && value !== false)
			made.setAttribute(key, value === true ? "" : value);
	made.append(...children);
	return made;
}

function button(text, key, attributes, act) {
	const made = element("button", { type: "button", ...attributes }, text);

	if (key)
		made.append(" ", element("kbd", { "aria-hidden": "true" }, key));
	made.addEventListener("click", act);
	return made;
}

class Board {
	build() {
		const heading = this.alone ? "h2" : "h3", part = (name, title, ...inside) => element("section",
			{ class: name, "aria-label": title }, element(heading, {}, title), ...inside);

		this.status = element("p", { class: "status", role: "status", "aria-live": "polite" });
		this.questions = element("ul", { class: "questions" });
		this.said = element("p", { role: "status", "aria-live": "polite" });
		this.answers = element("div");
		this.asked = element("div", { class: "asked" }, this.said, this.answers);
		this.score = element("p", { class: "score" });
		this.program = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Program" });
		this.cards = element("div", { class: "cards" });
		this.memory = element("div");
		this.history = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Moves so far" });
		this.deck = element("div", { class: "deck", role: "group", tabindex: "-1", "aria-label": "Who goes next" });
		this.help = this.buildHelp();
		this.root.append(this.buildHead(), part("ask", "What can happen?", this.questions, this.asked, this.score),
			element("div", { class: "board" }, part("tasks", "Tasks", this.cards), part("memory", "Memory", this.memory),
				part("program", "Program", this.program)),
			element("div", { class: "dock" }, this.status, this.deck), element("div", { class: "below" }, part("moves", "Moves so far", this.history),
				part("text", "The schedule as text", ...this.buildText())), this.help);
	}

	buildHead() {
		const title = element("div"), tools = element("p", { class: "tools" });

		this.about = element("p", { class: "opening" });
		if (this.alone)
			title.append(element("h1", {}, `Be the scheduler: ${String(this.data.program).replace(/.*\//, "")}`));
		title.append(this.about);
		if (this.played.length > 1) {
			this.model = element("select", {}, ...this.played.map(({ walk }, i) => element("option", { value: i },
				walk.model === "sc" ? "sc: step after step" : "tso: store buffers, as on x86")));
			this.model.addEventListener("change", () => this.choose(Number(this.model.value)));
			tools.append(element("label", {}, "Memory model ", this.model));
		}
		tools.append(button("Keys and help", "?", {}, () => this.help.showModal()));
		return element("header", { class: "head" }, title, tools);
	}

	buildHelp() {
		const keys = [["1 to 8", "the next step of task 0 to 7"], ["Shift or f, then 1 to 8", "the oldest write of that task's store buffer reaches memory"],
			["Backspace, Left", "one move back"], ["r", "run to an end, by chance"], ["t", "run to an end, in turns"],
			["Home", "begin again"], ["Esc", "stop a run"], ["?", "this help"]];
		const table = element("table", {}, element("caption", {}, "Keys"), element("tbody", {}, ...keys.map(([key, what]) =>
			element("tr", {}, element("th", { scope: "row" }, element("kbd", {}, key)), element("td", {}, what)))));
		const help = element("dialog", { "aria-label": "Help" },
			element("p", {}, "On a computer nobody asks you: each task may go on at any moment. Here you decide. Press a button, and that task makes one access to memory. A task that waits may be given its turn; it changes nothing."),
			element("p", {}, "Predict first, then try. Nothing here is simulated by this page: racelab explore has run the program through every state that there is, and you walk on them."), table);

		help.append(button("Close", "Esc", { class: "close" }, () => help.close()));
		return help;
	}

	buildText() {
		this.text = element("textarea", { rows: "5", spellcheck: "false", "aria-label": "Schedule", autocomplete: "off" });
		this.loaded = element("p", { class: "small", role: "status", "aria-live": "polite" });
		return [element("p", { class: "small" }, "Copy it into a file, and ", element("code", {}, "racelab explore --replay FILE"),
			" lets real tasks do it. Or paste one here, and load it."), this.text,
			element("p", { class: "tools" }, button("Copy", null, {}, () => this.copy()), button("Load", null, {}, () => this.load())), this.loaded];
	}

	buildDeck() {
		const tasks = [...new Array(this.walk.tasks).keys()], tso = this.walk.model === "tso";

		this.steps = tasks.map((task) => button(`Step task ${task}`, task + 1, { class: `step of-${task}` }, () => this.move(task, false)));
		this.flushes = tso ? tasks.map((task) => button(`Flush task ${task}`, `⇧${task + 1}`, { class: `flush of-${task}` }, () => this.move(task, true))) : [];
		this.undo = button("Back", "←", {}, () => this.back());
		this.again = button("Restart", "Home", {}, () => this.restart());
		this.deck.replaceChildren(element("div", {}, ...this.steps, ...this.flushes), element("div", {}, this.undo,
			button("Run", "r", { title: "To an end, by chance" }, () => this.run(false)),
			button("Run in turns", "t", { title: "To an end, each in turn" }, () => this.run(true)), this.again));
	}

	buildProgram() {
		const files = new Map(), indents = this.data.source.filter(([, , text]) => text.trim()).map(([, , text]) => text.search(/\S/));
		const indent = Math.min(...indents);

		this.marks = this.data.source.map(([file, number, text], i) => {
			const mark = element("td", { class: "mark" }), last = files.get(file);
			const row = element("tr", {}, mark, element("th", { scope: "row" }, String(number)), element("td", {}, element("code", {}, text.slice(indent).replace(/ {8}/g, "    ") || " ")));
			if (!last)
				files.set(file, { rows: [row], number });
			else
				last.rows.push(...(number > last.number + 1 ? [element("tr", { class: "gap" }, element("td", { colspan: "3" }, "⋮"))] : []), row);
			files.get(file).number = number;
			return { mark, row };
		});
		this.program.replaceChildren(...[...files].map(([file, { rows }]) => element("table", {}, element("caption", {}, file || "program"), element("tbody", {}, ...rows))));
	}

	badge(task, long) {
		return element("span", { class: `badge of-${task}`, ...(long ? {} : { "aria-label": `task ${task} is here`, role: "img" }) }, long ? `task ${task}` : String(task));
	}

	show(said) {
		const { game } = this, focused = document.activeElement;

		this.showProgram();
		this.cards.replaceChildren(...this.steps.map((step, task) => this.card(task)));
		this.showMemory();
		this.steps.forEach((step, task) => (step.disabled = !game.can(task, false)));
		this.flushes.forEach((flush, task) => (flush.disabled = !game.can(task, true)));
		this.undo.disabled = this.again.disabled = !game.trail.length;
		this.showHistory();
		this.text.value = game.schedule();
		this.showStatus(said);
		this.notice();
		this.showQuestions();
		if (focused?.disabled && this.deck.contains(focused)) /* or its keys would go nowhere */
			this.deck.focus({ preventScroll: true });
	}

	showProgram() {
		const here = this.marks.map(() => []);

		this.steps.forEach((step, task) => here[this.game.standing(task).deed.line]?.push(task));
		this.marks.forEach(({ mark, row }, i) => {
			mark.replaceChildren(...here[i].map((task) => this.badge(task)));
			row.className = here[i].length ? `here of-${here[i][here[i].length > 1 && this.game.trail.length ? here[i].indexOf(this.game.now.task) > 0 ? 1 : 0 : 0]}` : "";
		});
		const shown = this.marks.filter((mark, i) => here[i].length).map(({ row }) => row);
		if (shown.length && this.program.scrollHeight > this.program.clientHeight) {
			const moved = this.game.trail.length && this.marks[this.game.standing(this.game.now.task).deed.line]?.row || shown[0];
			this.program.scrollTop += moved.getBoundingClientRect().top - this.program.getBoundingClientRect().top - this.program.clientHeight / 2;
		}
	}

	state(task) {
		const { deed, buffer } = this.game.standing(task);

		if (deed.done)
			return ["done", buffer.length ? "done, but for its buffer" : "done"];
		if (!this.game.can(task, false))
			return this.walk.end[this.game.here.state] >= 0 ? ["done", "stopped"] : ["waits", "waits for its buffer"];
		if (this.walk.waits(this.game.here, task))
			return ["waits", "waits: a turn changes nothing"];
		return deed.inside ? ["inside", "inside"] : ["ready", "can go"];
	}

	card(task) {
		const { deed, buffer } = this.game.standing(task), [kind, text] = this.state(task);
		const card = element("article", { class: `card of-${task} ${kind}`, "aria-label": `task ${task}` },
			element("p", {}, this.badge(task, true), " ", element("span", { class: "pill" }, text),
				...(deed.inside && kind !== "inside" ? [" ", element("span", { class: "pill in" }, "inside")] : [])),
			element("p", { class: "next" }, ...(deed.done ? ["\u00a0"] : [element("span", { class: "small" }, "next "), element("code", {}, deed.text)])));

		card.append(element("p", { class: "small" }, "has read "), this.registers(task));
		if (this.walk.model === "tso")
			card.append(element("p", { class: "small" }, "store buffer, the oldest first "), element("ol", { class: "buffer" },
				...buffer.map((entry) => element("li", {}, element("code", {}, `${this.walk.data.places[entry.place].name} = ${this.game.value(entry.place, entry.value)}`))),
				...(buffer.length ? [] : [element("li", { class: "none" }, "empty")])));
		return card;
	}

	registers(task) {
		const { game, walk } = this, memory = game.memory(), read = game.now.read[task].slice(0, 4), { deed, buffer } = game.standing(task);

		return element("ul", { class: "registers" }, ...read.map(({ place, value, used }) => {
			const item = element("li", { class: used ? "used" : "" }, element("code", {}, `${walk.data.places[place].name} → ${game.value(place, value)}`));
			if (!used && !deed.done && memory[place] !== value && !buffer.some((entry) => entry.place === place))
				item.append(" ", element("span", { class: "old" }, `memory has ${game.value(place, memory[place])} now`));
			return item;
		}), ...(read.length ? [] : [element("li", { class: "none" }, "nothing yet")]));
	}

	showMemory() {
		const { game, walk } = this, memory = game.memory(), before = game.trail.length > 1 ? game.trail[game.trail.length - 2].here : game.first.here;
		const old = walk.memories[walk.memory[before.state]], inside = this.steps.map((step, task) => task).filter((task) => game.standing(task).deed.inside);
		const row = ({ name }, place) => element("tr", { class: memory[place] !== old[place] ? "changed" : "" },
			element("th", { scope: "row" }, element("code", {}, name)), element("td", {}, game.value(place, memory[place])));
		const all = walk.data.places.map((place, i) => [place, i]), own = ([{ name }]) => /^counter\b/.test(name);
		const table = (caption, places) => places.length ? [element("table", {}, element("caption", {}, caption), element("tbody", {}, ...places.map(([place, i]) => row(place, i))))] : [];

		this.memory.replaceChildren(...(walk.data.ops && !walk.data.exercise ? [...table("the counter", all.filter(own)), ...table("the lock", all.filter((entry) => !own(entry)))] : table("what tasks share", all)));
		if (walk.data.deeds.some((deed) => deed.inside))
			this.memory.append(element("p", { class: inside.length > 1 ? "section wrong" : "section" }, element("span", { class: "small" }, "critical section "),
				...(inside.length ? inside.map((task) => this.badge(task, true)) : [element("span", { class: "none" }, "nobody is inside")])));
	}

	showHistory() {
		const { game, walk } = this, tasks = this.steps.map((step, task) => task), places = walk.data.places.length <= 4 ? walk.data.places : walk.data.places.slice(0, 0);

		if (!this.rows || this.rows.walk !== walk || this.rows.nr > game.trail.length) {
			const head = element("tr", {}, ...["move", ...tasks.map((task) => `task ${task}`), ...places.map(({ name }) => name)].map((text) => element("th", { scope: "col" }, text)));
			this.rows = { walk, nr: 0, body: element("tbody") };
			this.history.replaceChildren(element("table", {}, element("thead", {}, head), this.rows.body));
		}
		for (; this.rows.nr < game.trail.length; this.rows.nr++) {
			const move = game.trail[this.rows.nr], memory = walk.memories[walk.memory[move.here.state]];
			this.rows.body.append(element("tr", { class: move.vain ? "vain" : "" }, element("th", { scope: "row" }, String(this.rows.nr + 1)),
				...tasks.map((task) => task === move.task ? element("td", { class: `of-${task}` }, element("code", {}, move.text)) : element("td")),
				...places.map((place, i) => element("td", { class: "number" }, game.value(i, memory[i])))));
		}
		this.history.scrollTop = this.history.scrollHeight;
	}

	// What is wrong here, or how it ended: a kind, and words.
	verdict() {
		const { walk, data, game } = this, { state, who } = game.here, wrong = walk.wrong[state], end = walk.told.ends[walk.end[state]];
		const two = (tasks) => `tasks ${tasks.sort().join(" and ")}`, inside = this.steps.map((step, task) => task).filter((task) => game.standing(task).deed.inside);

		if (end && end.kind !== "end")
			return ["fail", `The end: ${end.kind}${end.text ? `, ${end.text}` : ""}.`];
		if (end && data.has_outcome) {
			const what = sumOf(data), bad = data.expected !== null && end.value !== data.expected;
			return [bad ? "fail" : "pass", `The end: ${what} is ${end.value}${bad ? `, and should be ${data.expected}` : data.expected !== null ? ", as it should be" : ""}.`];
		}
		if (end)
			return ["pass", "The end: all are done."];
		if (wrong & STUCK)
			return ["fail", "A hang: who is left waits for ever."];
		const said = [];
		if (wrong & INSIDE)
			said.push(`${two(inside)} are inside at the same time`);
		if (wrong & RACE)
			said.push(`${two([who[walk.race[state] >> 3], who[walk.race[state] & 7]])} race: two conflicting accesses, side by side`);
		if (wrong & DOOMED)
			said.push("no end can be reached any more");
		return [said.length ? "fail" : "", said.length ? `Look: ${said.join("; ")}.` : ""];
	}

	showStatus(said) {
		const [kind, words] = this.verdict();

		this.status.className = `status ${kind}`;
		this.status.replaceChildren(said, ...(words ? [" ", element("strong", {}, words)] : []));
	}
}
