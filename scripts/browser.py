# SPDX-License-Identifier: MIT
#
# What checks of our pages share: headless Chromium as a reader has it, with a file and no network, and a count
# of what held. Needs what `scripts/bootstrap browser` installs: chromium, chromium-driver, python3-selenium.

import base64
import json
import os
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service


class Checks:
    """Says what failed, and counts."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def __call__(self, what, holds, found=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.name}: {what}: failed {found}", flush=True)

    def end(self):
        print(f"{self.name}: {self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def start_browser(profile):
    options = Options()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", "--no-first-run",
                 f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    browser.get("about:blank")
    browser.get_log("performance")  # what the browser's own first page asked for
    return browser


def show(browser, path, width, height, scheme, motion="no-preference"):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": scheme},
                     {"name": "prefers-reduced-motion", "value": motion}]})
    browser.get("file://" + path)
    browser.execute_script("document.documentElement.style.scrollBehavior = 'auto'")


def screenshot(browser, folder, name, whole=True):
    browser.execute_script("scrollTo(0, 0)")
    picture = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": whole})
    with open(os.path.join(folder, name + ".png"), "wb") as file:
        file.write(base64.b64decode(picture["data"]))


def wait_for(holds):
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def check_quiet(browser, check):
    """No word on the console, and nothing asked of anybody but the file itself."""
    console = browser.get_log("browser")
    check("console", not console, console)
    asked = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    asked = [url for url in asked if not url.startswith(("file:///tmp/", "data:"))]
    check("requests", not asked, asked)


# Elements that have no name, tables without headings, ids that are there twice, headings that leave a level out.
NAMES = """
const said = (e) => e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels[0] && e.labels[0].textContent);
const bad = [...document.querySelectorAll('button, select, textarea, [role=region], [tabindex="0"]')].filter((e) => !said(e));
bad.push(...[...document.querySelectorAll('table')].filter((e) => !e.querySelector('th') || ![...e.querySelectorAll('th')].every((h) => h.scope)));
const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
bad.push(...ids.filter((id, i) => ids.indexOf(id) !== i));
const levels = [...document.querySelectorAll('h1, h2, h3')].map((e) => Number(e.tagName[1]));
if (levels[0] !== 1 || levels.some((level, i) => i && level > levels[i - 1] + 1)) bad.push('headings ' + levels);
if (!document.documentElement.lang || document.querySelectorAll('main').length !== 1) bad.push('page');
return bad.map((e) => e.outerHTML || e)"""

# WCAG 2.1, 1.4.3: 4.5 to 1 for text; not in pictures, where the ground is no ancestor. Colours are drawn first, as mixed ones have many notations.
CONTRAST = """
const canvas = document.createElement('canvas'), context = canvas.getContext('2d', { willReadFrequently: true });
const drawn = (colours) => { context.clearRect(0, 0, 1, 1); for (const c of colours) { context.fillStyle = c; context.fillRect(0, 0, 1, 1); }
	return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3); };
const light = (rgb) => rgb.map((x) => x / 255).map((x) => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4)
	.reduce((sum, x, i) => sum + x * [.2126, .7152, .0722][i], 0);
const bad = [];
for (const e of document.querySelectorAll('main *')) {
	if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length || e.closest('svg, button:disabled, .used, .vain, .done, dialog'))
		continue;
	const behind = [];
	for (let up = e; up; up = up.parentElement)
		behind.unshift(getComputedStyle(up).backgroundColor);
	const [a, b] = [light(drawn(behind)), light(drawn([...behind, getComputedStyle(e).color]))].sort((x, y) => y - x);
	if ((a + .05) / (b + .05) < 4.5)
		bad.push([e.className || e.tagName, e.textContent.slice(0, 20), ((a + .05) / (b + .05)).toFixed(2)]);
}
return bad"""


def check_accessible(browser, check, where):
    """What a screen reader needs, and who sees little."""
    for what, script in (("names", NAMES), ("contrast", CONTRAST)):
        bad = browser.execute_script(script)
        check(f"{where}: {what}", not bad, bad)
