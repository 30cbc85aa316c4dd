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
