# SPDX-License-Identifier: MIT
#
# A page of `racelab explore --page` in a browser, for check-page: what stands on it, what can be clicked, and moves
# made by clicks, each held against what walk.py says can be done there.

import json
import os
import re
import subprocess
import sys

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from browser import show
from walk import Walk, parse

MOST_BYTES = 300000


def racelab(program, *arguments, codes=(0,)):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"page: racelab {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


class Page:
    """A page in the browser, and what is known of it by other means."""

    def __init__(self, browser, program, words, path, check):
        self.browser, self.program, self.words, self.path = browser, program, words, path
        self.check = check
        self.name = os.path.basename(words[0])
        racelab(program, "explore", *words, "--page", path)
        self.check(f"{self.name}: size", os.path.getsize(path) < MOST_BYTES, os.path.getsize(path))
        with open(path) as file:
            data = re.search('class="scheduler-data">(.*?)</script>', file.read(), re.S).group(1)
        self.walks = {told["model"]: Walk(json.loads(data), told) for told in json.loads(data)["models"]}
        show(browser, path, 1280, 900, "light")

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, ".scheduler " + selector)

    def text(self, selector):
        return self.browser.execute_script(
            "return document.querySelector('.scheduler ' + arguments[0]).textContent", selector)

    def texts(self, selector):
        return self.browser.execute_script(
            "return [...document.querySelectorAll('.scheduler ' + arguments[0])].map((e) => e.textContent)", selector)

    def press(self, selector, text):
        found = [button for button in self.all(selector)
                 if button.text.split("\n")[0] == text or button.text.startswith(text + " ")]
        self.check(f"{self.name}: a button '{text}'", len(found) == 1, [button.text for button in self.all(selector)])
        found[0].click()

    def key(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    @property
    def names(self):
        """Of all questions, behind the mark and before what became of them."""
        return [text[2:].split(",")[0] for text in self.texts(".questions button")]

    @property
    def schedule(self):
        return self.browser.execute_script("return document.querySelector('.scheduler textarea').value")

    @property
    def enabled(self):
        return {(int(task), kind == "flush") for task, kind in self.browser.execute_script(
            "return ['step', 'flush'].flatMap((kind) => [...document.querySelectorAll('.deck .' + kind)]"
            ".map((e, i) => e.disabled ? null : [i, kind])).filter((x) => x)")}

    def choose(self, model):
        for option in self.all("select option"):
            if option.text.startswith(model):
                option.click()

    def go(self, moves):
        """Clicks move by move. What can be clicked is what the states say."""
        walk = self.walks[self.model]
        steps, flushes, here = self.all(".deck .step"), self.all(".deck .flush"), walk.start
        for task, flush in moves:
            if set(walk.moves(here)) != self.enabled:
                self.check(f"{self.name} {self.model}: what can be clicked", False, (walk.moves(here), self.enabled))
            (flushes if flush else steps)[task].click()
            here = walk.moves(here)[task, flush]
        self.check(f"{self.name} {self.model}: what can be clicked in the end", set(walk.moves(here)) == self.enabled)
        rows = dict(zip(self.texts(".memory th"), self.texts(".memory td")))
        self.check(f"{self.name} {self.model}: memory", rows == walk.memory(here), (rows, walk.memory(here)))
        self.check(f"{self.name} {self.model}: the schedule", parse(self.schedule) == list(moves), self.schedule)
        return here
