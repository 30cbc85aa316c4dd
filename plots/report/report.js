// SPDX-License-Identifier: MIT

// What the page does when scripts are on: series go on and off, values are read off, the table is
// sorted and filtered, and the windows are drawn. Without it all of the text is there all the same.
// Text from the run only ever becomes textContent or an attribute.

"use strict";

const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

function make(name, text, attributes = {}) {
	const element = document.createElement(name);

	element.textContent = text;
	for (const [key, value] of Object.entries(attributes))
		element.setAttribute(key, value);
	return element;
}

// The tooltip: one for all, beside what is pointed at or has the focus.

const tip = one("#tip");

function showTip(text, x, y) {
	tip.textContent = text;
	tip.hidden = false;
	const left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8);
	const above = y + 18 + tip.offsetHeight > innerHeight;
	tip.style.left = Math.max(8, left) + "px";
	tip.style.top = (above ? y - tip.offsetHeight - 12 : y + 18) + "px";
}

function hideTip() {
	tip.hidden = true;
}

addEventListener("keydown", (event) => event.key === "Escape" && hideTip());

// Light and dark.

function isDark() {
	const asked = document.documentElement.dataset.theme;

	return asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function startTheme() {
	const button = one("#theme");
	const name = () => (button.textContent = isDark() ? "Light" : "Dark");

	button.hidden = false;
	name();
	button.addEventListener("click", () => {
		document.documentElement.dataset.theme = isDark() ? "light" : "dark";
		name();
		drawWindows();
	});
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
		name();
		drawWindows();
	});
}

// The contents name each figure, and show where one is.

function startContents() {
	for (const part of ["figures", "labs"])
		for (const figure of all(`#${part} .figure`)) {
			const line = make("li", ""), name = figure.id.replace(/^figure-(lab-)?/, "").replaceAll("_", " ");
			line.append(make("a", name, { href: "#" + figure.id, title: one("h3", figure).textContent }));
			one("#contents-" + part).append(line);
		}
	const links = new Map(all("nav > ol > li > a").map((a) => [a.hash.slice(1), a]));
	const watch = new IntersectionObserver((entries) => {
		for (const entry of entries.filter((entry) => entry.isIntersecting)) {
			links.forEach((link) => link.removeAttribute("aria-current"));
			links.get(entry.target.id)?.setAttribute("aria-current", "true");
		}
	}, { rootMargin: "-20% 0px -70% 0px" });
	all("main > section").forEach((section) => watch.observe(section));
}

// A chip for each series of a figure. One label may name several groups: a line and its points, in
// every panel.

// The one colour that a series is drawn in; grey if its colours say something else.
function colourOf(groups) {
	const colours = new Set(groups.flatMap((group) =>
		all("path[stroke], use[color], [fill]:is(polygon, rect, path)", group).map((drawn) =>
			["stroke", "color", "fill"].map((name) => drawn.getAttribute(name))
				.find((colour) => colour && !/none|currentColor|--card/.test(colour)))));

	colours.delete(undefined);
	return colours.size === 1 ? [...colours][0] : "var(--grey)";
}

function startSeries(figure) {
	const chips = one(".chips", figure), picture = one(".picture", figure), groups = new Map();

	if (!chips)
		return;
	for (const group of all("[data-series]", figure)) {
		const label = group.dataset.series;
		groups.set(label, [...(groups.get(label) || []), group]);
	}
	for (const [label, members] of groups.size > 1 ? groups : []) {
		const chip = make("button", label, { type: "button", "aria-pressed": "true" });
		chip.style.setProperty("--swatch", colourOf(members));
		chip.classList.toggle("dashed", members.some((group) => one("[stroke-dasharray]", group)));
		chip.addEventListener("click", () => {
			const on = chip.getAttribute("aria-pressed") !== "true";
			chip.setAttribute("aria-pressed", on);
			members.forEach((group) => group.classList.toggle("off", !on));
		});
		chips.append(chip);
	}
	const larger = make("button", "Larger", { type: "button", "aria-pressed": "false", class: "enlarge" });
	larger.addEventListener("click", () =>
		larger.setAttribute("aria-pressed", picture.classList.toggle("large")));
	chips.append(larger);
	chips.hidden = false;
}

// Points say their values. One of a figure's points can be reached by Tab; arrows go to the next.

function showPoint(point) {
	const box = point.getBoundingClientRect();

	showTip(point.dataset.tip, box.x + box.width / 2, box.y + box.height / 2);
}

// A tooltip does not scroll with the page; that of a focused point goes after it.
addEventListener("scroll", () => {
	const point = document.activeElement;

	point.dataset.tip ? showPoint(point) : hideTip();
}, { passive: true, capture: true });

function startPoints(figure) {
	const points = all("[data-tip]", figure);

	points.forEach((point, i) => {
		one("title", point)?.remove(); /* or the browser's own would come on top */
		point.setAttribute("tabindex", i ? -1 : 0);
		point.setAttribute("role", "img");
		point.setAttribute("aria-label", point.dataset.tip);
	});
	for (const event of ["pointerover", "pointerdown", "focusin"])
		figure.addEventListener(event, ({ target }) => {
			const point = target.closest("[data-tip]");
			point ? showPoint(point) : hideTip();
		});
	figure.addEventListener("pointerleave", hideTip);
	figure.addEventListener("focusout", hideTip);
	if (points.length) /* role=img would hide them from a screen reader */
		one("svg", figure).setAttribute("role", "group");
	figure.addEventListener("keydown", (event) => {
		const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
		const shown = points.filter((point) => !point.closest(".off"));
		const next = shown[shown.indexOf(document.activeElement) + step];
		if (!step || !shown.includes(document.activeElement))
			return;
		event.preventDefault();
		next?.focus();
	});
}

// The table.

function valueOf(row, column) {
	const cell = row.cells[column];

	if (cell.classList.contains("number"))
		return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
	return cell.textContent || null;
}

function compare(a, b) { /* what was not measured comes last, either way */
	return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}

function sortBy(table, heading) {
	const up = heading.getAttribute("aria-sort") !== "ascending";
	const column = heading.cellIndex, body = table.tBodies[0];
	const rows = [...body.rows].map((row) => [valueOf(row, column), row]);
	const empty = rows.filter(([value]) => value === null);
	const full = rows.filter(([value]) => value !== null);

	full.sort(([a], [b]) => (up ? compare(a, b) : compare(b, a)));
	body.append(...[...full, ...empty].map(([, row]) => row));
	all("th[aria-sort]", table).forEach((other) => other.setAttribute("aria-sort", "none"));
	heading.setAttribute("aria-sort", up ? "ascending" : "descending");
}

function startTable() {
	const table = one("#cases"), form = one("#filter"), find = one("#find");

	for (const heading of all("thead th", table)) {
		const button = make("button", heading.textContent, { type: "button" });
		heading.replaceChildren(button);
		heading.setAttribute("aria-sort", "none");
		button.addEventListener("click", () => sortBy(table, heading));
	}
	function filter() {
		const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
		const chosen = all("select", form).filter((select) => select.value);
		const rows = [...table.tBodies[0].rows];
		for (const row of rows) {
			const cells = [...row.cells].map((cell) => cell.textContent.toLowerCase());
			const has = (word) => cells.some((cell) => /^\d+$/.test(word) ? cell === word : cell.includes(word));
			row.hidden = !words.every(has) ||
				chosen.some((select) => row.dataset[select.dataset.filter] !== select.value);
		}
		const shown = rows.filter((row) => !row.hidden).length;
		one("#found").textContent = `${shown} of ${rows.length} case${rows.length === 1 ? "" : "s"}`;
	}
	form.addEventListener("input", filter);
	form.addEventListener("change", filter);
	form.addEventListener("submit", (event) => event.preventDefault());
	form.hidden = false;
	filter();
}

addEventListener("DOMContentLoaded", () => { /* after windows.js, which follows in the same element */
	startContents();
	all(".figure").forEach(startSeries);
	all(".figure").forEach(startPoints);
	startTable();
	startWindows();
	startTheme();
});
