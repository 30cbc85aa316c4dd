// SPDX-License-Identifier: MIT

// Every window as a point on a canvas: throughput in the order of time, coloured by handoff. Read off
// by pointing, or with the arrow keys, which say it to a screen reader as well.

const windows = JSON.parse(one("#windows-data").textContent);
const canvas = one("#windows-canvas");
const view = { points: [], chosen: -1 };

const range = (list) => list.reduce(([low, high], x) => x > 0 ? [Math.min(low, x), Math.max(high, x)] : [low, high], [Infinity, 0]);
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const digits = (x) => Number(x.toPrecision(3));

function rate(x) {
	const [scale, unit] = x >= 1e9 ? [1e9, "G"] : x >= 1e6 ? [1e6, "M"] : x >= 1e3 ? [1e3, "k"] : [1, ""];

	return `${digits(x / scale)} ${unit}/s`;
}

function said(i) {
	const measured = windows.rate[i] === null ? windows.outcomes[windows.outcome[i]] || "not measured" : rate(windows.rate[i]);
	const handoff = windows.handoff[i] === null ? "" : `, handoff ${digits(windows.handoff[i])} ns`;

	return `${windows.cases[windows.case[i]]}\n${measured}${handoff}\nblock ${windows.block[i]}, trial ${i * windows.step + 1}`;
}

// Where a value lies between two others on a logarithmic axis, 0 to 1.
const share = (x, [low, high]) => high > low ? Math.log(x / low) / Math.log(high / low) : 0.5;

function mixed(colours, at) {
	const [from, to, part] = at < 0.5 ? [colours[0], colours[1], at * 2] : [colours[1], colours[2], at * 2 - 1];

	return `rgb(${from.map((x, i) => Math.round(x + (to[i] - x) * part))})`;
}

function drawWindows() {
	const box = canvas.getBoundingClientRect(), context = canvas.getContext("2d"), ratio = devicePixelRatio || 1;
	const left = 64, right = box.width - 12, top = 22, bottom = box.height - 34;
	const only = one("#windows-case").value, rates = range(windows.rate), handoffs = range(windows.handoff);
	const colours = ["low", "mid", "high"].map((name) => style(name).match(/\w\w/g).map((hex) => parseInt(hex, 16)));
	const x = (i) => left + (right - left) * (i + 0.5) / windows.case.length;
	const y = (value) => bottom - 12 - (bottom - top - 24) * share(value, rates);
	const size = windows.case.length > 3000 ? 1.6 : 3;

	canvas.width = box.width * ratio;
	canvas.height = box.height * ratio;
	context.scale(ratio, ratio);
	context.font = "13px system-ui, sans-serif";
	for (let tick = 10 ** Math.floor(Math.log10(rates[0] || 1)); tick <= rates[1]; tick *= 10) {
		for (const part of rates[1] / rates[0] < 200 ? [1, 2, 5] : [1]) {
			if (tick * part < rates[0] || tick * part > rates[1])
				continue;
			context.fillStyle = style("pale");
			context.fillRect(left, y(tick * part), right - left, 1);
			context.fillStyle = style("grey");
			context.textAlign = "right";
			context.fillText(rate(tick * part), left - 8, y(tick * part) + 4);
		}
	}
	context.textAlign = "left";
	context.fillText("increments per second, all tasks", left, top - 1);
	context.textAlign = "center";
	context.fillText("trials, in the order of time", (left + right) / 2, box.height - 10);
	view.points = [];
	for (let i = 0; i < windows.case.length; i++) {
		const failed = !(windows.rate[i] > 0), handoff = windows.handoff[i];
		const point = { i, x: x(i), y: failed ? bottom : y(windows.rate[i]) };
		const shown = only === "" || String(windows.case[i]) === only;
		context.globalAlpha = shown ? (size < 3 ? 0.5 : 0.85) : 0.07;
		context.fillStyle = context.strokeStyle = failed ? style("fail") : handoff > 0 ? mixed(colours, share(handoff, handoffs)) : style("grey");
		context.beginPath();
		context.arc(point.x, point.y, size, 0, 2 * Math.PI);
		handoff > 0 || failed ? context.fill() : context.stroke();
		if (shown)
			view.points.push(point);
	}
	context.globalAlpha = 1;
	mark(context);
	one("#ramp-low").textContent = handoffs[1] ? `handoff ${digits(handoffs[0])} ns` : "no handoff measured";
	one("#ramp-high").textContent = handoffs[1] ? `${digits(handoffs[1])} ns` : "";
	canvas.setAttribute("aria-label", `Throughput of ${view.points.length} trials in the order of time`);
}

function mark(context) {
	const point = view.points[view.chosen];

	if (!point)
		return;
	context.strokeStyle = style("ink");
	context.lineWidth = 2;
	context.beginPath();
	context.arc(point.x, point.y, 7, 0, 2 * Math.PI);
	context.stroke();
}

function choose(chosen, speak) {
	const box = canvas.getBoundingClientRect();

	view.chosen = chosen;
	drawWindows();
	if (chosen < 0)
		return hideTip();
	const point = view.points[chosen];
	showTip(said(point.i), box.x + point.x, box.y + point.y);
	if (speak)
		one("#windows-said").textContent = said(point.i).replaceAll("\n", "; ");
}

function pointAt(event) {
	const box = canvas.getBoundingClientRect(), x = event.clientX - box.x, y = event.clientY - box.y;
	let best = -1, least = 20 * 20;

	view.points.forEach((point, k) => {
		const far = (point.x - x) ** 2 + (point.y - y) ** 2;
		if (far < least)
			[best, least] = [k, far];
	});
	if (best !== view.chosen)
		choose(best, event.type === "pointerdown");
}

function startWindows() {
	const select = one("#windows-case");

	one("#windows-view").hidden = false;
	windows.cases.forEach((name, i) => select.append(make("option", name, { value: i })));
	select.addEventListener("change", () => choose(-1));
	canvas.addEventListener("pointermove", pointAt);
	canvas.addEventListener("pointerdown", pointAt);
	canvas.addEventListener("pointerleave", () => choose(-1));
	canvas.addEventListener("blur", () => choose(-1));
	canvas.addEventListener("keydown", (event) => {
		const last = view.points.length - 1, at = view.chosen;
		const next = { ArrowRight: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
		if (next === undefined || last < 0)
			return;
		event.preventDefault();
		choose(next, true);
	});
	new ResizeObserver(drawWindows).observe(canvas);
}

