// SPDX-License-Identifier: MIT

// Loading by dlopen, after the same was done in a sandbox: there the object's own code runs for the
// first time, from its constructors to the last step of its validation, and may do what it likes.

#include "harness/trial/plugin.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "benches/catalog.h"
#include "benches/sync/layout.h"
#include "benches/sync/sync.h"
#include "harness/trial/sandbox.h"
#include "harness/trial/validation.h"

static struct plugins loaded; /* all, in the order they were loaded in */

static const uint64_t patience_ns = 5000000000; /* for 40 increments */

// What the sandbox finds out, in memory that it shares with us.
struct examination {
	const char *file;
	const char *known_name; /* what the strategy must be called; "" if nobody knows */
	char name[64];		/* what it is called, as soon as that was seen */
	bool validating, passed;
	struct complaint c;
};

// Puts "FILE: 'NAME' WHAT: " before the complaint; WHAT may be missing.
static int complain_of(struct complaint *c, const char *file, const char *name, const char *what)
{
	char where[sizeof c->text];

	snprintf(where, sizeof where, "%s: '%s'%s%s", file, name, what ? " " : "",
		 what ? what : "");
	return complain_at(c, where);
}

static int complain_dlopen(const char *path, const char *file, struct complaint *c)
{
	const char *error = dlerror();
	size_t length = strlen(path);

	/* the path is in front of it mostly; the file's name as given is enough */
	if (strncmp(error, path, length) == 0 && strncmp(error + length, ": ", 2) == 0)
		error += length + 2;
	return complain(c, "%s is no shared object that can be loaded: %s", file, error);
}

// A name without a slash would be looked for in the system's folders.
static void *open_object(const char *file, struct complaint *c)
{
	char path[sizeof((struct plugin *)0)->file + 2];
	FILE *readable = fopen(file, "re");
	void *object;

	if (!readable) {
		complain(c, "cannot read %s: %s; give a shared object", file, strerror(errno));
		return NULL;
	}
	fclose(readable);
	snprintf(path, sizeof path, "%s%s", strchr(file, '/') ? "" : "./", file);
	object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!object)
		complain_dlopen(path, file, c);
	return object;
}

static const struct strategy *find_strategy(const char *file, struct complaint *c)
{
	void *object = open_object(file, c);
	const struct strategy *const *found = object ? dlsym(object, "racelab_strategy") : NULL;

	if (found)
		return *found;
	if (object)
		complain(c,
			 "%s is no strategy: it has no racelab_strategy; its last line must "
			 "include benches/sync/instantiate.h",
			 file);
	return NULL;
}

// Both sides have the version first and the sizes next, whatever else may differ.
static int check_interface(const struct strategy *s, const char *file, struct complaint *c)
{
	static const struct layout ours = SYNC_LAYOUT;

	if (s->abi != SYNC_ABI)
		return complain(c,
				"%s was built for version %u of racelab's interface, this is "
				"version %u; build it again with this racelab's headers",
				file, s->abi, SYNC_ABI);
	if (memcmp(&s->layout, &ours, sizeof ours) != 0)
		return complain(c,
				"%s was built with other headers than this racelab; build it "
				"again with this racelab's headers",
				file);
	return 0;
}

// Names go into lists with commas, into CSV and into the names of cases.
static bool is_identifier(const char *name)
{
	if (!name || !(isalpha((unsigned char)*name) || *name == '_'))
		return false;
	while (isalnum((unsigned char)*name) || *name == '_')
		name++;
	return !*name;
}

static int check_name(const char *name, const char *known_name, const char *file,
		      struct complaint *c)
{
	if (!is_identifier(name) || strlen(name) >= sizeof((struct plugin *)0)->strategy)
		return complain(c,
				"%s: its name is not one to call it by; use up to 63 letters, "
				"digits and underscores",
				file);
	if (known_name[0] && strcmp(name, known_name) != 0)
		return complain(c, "%s: its strategy is '%s' now, not '%s' as when the run began",
				file, name, known_name);
	if (catalog_find_strategy(name) || class_find(name) >= 0 || strcmp(name, "all") == 0)
		return complain(c, "%s: the name '%s' is taken; give it another SYNC_NAME", file,
				name);
	return 0;
}

// What instantiate.h makes is whole; what was written by hand may not be.
static const char *what_is_missing(const struct strategy *s)
{
	const struct about *about = s->about;
	bool has_kernel = false;

	if (!about || (unsigned)about->class >= NR_CLASSES || !about->summary || !about->source)
		return "does not say what it is: class, summary and source must be there";
	for (int i = 0; i < NR_STRUCTURES; i++)
		has_kernel |= s->kernel[i] != NULL;
	if (!has_kernel || !s->step)
		return "has no loops: its last line must include benches/sync/instantiate.h";
	if (s->locks && (!s->lock_bytes || !s->lock_init || !s->lock_fini || !s->holder_init))
		return "lacks functions that a lock must have; see benches/sync/sync.h";
	return NULL;
}

static int check(const struct strategy *s, struct examination *e)
{
	const char *missing;

	if (check_interface(s, e->file, &e->c) ||
	    check_name(s->name, e->known_name, e->file, &e->c))
		return -1;
	snprintf(e->name, sizeof e->name, "%s", s->name);
	missing = what_is_missing(s);
	if (missing)
		return complain(&e->c, "%s: '%s' %s", e->file, e->name, missing);
	e->validating = true;
	if (validate(s, &e->c))
		return complain_of(&e->c, e->file, e->name, "failed in validation");
	return 0;
}

// A sanitizer's handler would turn the signal of a crash into a page of text.
static void die_of_signals(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], SIG_DFL);
}

static int examine(void *context)
{
	struct examination *e = context;
	const struct strategy *strategy;

	die_of_signals();
	strategy = find_strategy(e->file, &e->c);
	e->passed = strategy && check(strategy, e) == 0;
	return 0;
}

static void fill_end(const struct sandbox_end *end, struct complaint *c)
{
	const char *name = end->kind == SANDBOX_SIGNALED ? sigabbrev_np(end->status) : NULL;

	switch (end->kind) {
	case SANDBOX_SIGNALED:
		complain(c, "signal %d (SIG%s)", end->status, name ? name : "?");
		break;
	case SANDBOX_TIMED_OUT:
		complain(c, "killed after %.3g s", (double)patience_ns / 1e9);
		break;
	default:
		complain(c, "exit status %d", end->status);
	}
}

// Makes the complaint out of how the sandbox ended.
static int judge(struct examination *e, const struct sandbox_end *end, struct complaint *c)
{
	const char *what = end->kind == SANDBOX_TIMED_OUT ? "hung" : "crashed";
	char where[128];

	if (end->kind == SANDBOX_FAILED)
		return complain_machine(c, "%s: fork: %s", e->file, strerror(end->status));
	if (end->kind == SANDBOX_EXITED && e->passed)
		return 0;
	if (end->kind == SANDBOX_EXITED && e->c.text[0]) {
		*c = e->c;
		return -1;
	}
	fill_end(end, c);
	if (!e->validating) {
		snprintf(where, sizeof where, "%s while it was loaded", what);
		complain_at(c, where);
		return complain_at(c, e->file);
	}
	snprintf(where, sizeof where, "%s in validation", what);
	return complain_of(c, e->file, e->name, where);
}

static int examine_in_sandbox(const struct plugin *plugin, struct complaint *c)
{
	struct examination *e =
	    mmap(NULL, sizeof *e, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct sandbox_end end;
	int result = e == MAP_FAILED ? errno : sandbox_init();

	if (result)
		return complain_machine(c, "cannot prepare the sandbox: %s", strerror(result));
	*e = (struct examination){.file = plugin->file, .known_name = plugin->strategy};
	end = sandbox_run(examine, e, patience_ns, NULL);
	result = judge(e, &end, c);
	munmap(e, sizeof *e);
	return result;
}

// Loaded objects are never closed: the catalogue points into them.
static int load(struct plugin *plugin, struct complaint *c)
{
	const struct strategy *strategy;

	plugin->identity = identity_of(plugin->file);
	if (examine_in_sandbox(plugin, c))
		return -1;
	strategy = find_strategy(plugin->file, c);
	if (!strategy)
		return -1;
	if (catalog_add(strategy))
		return complain(c, "%s: too many strategies are loaded", plugin->file);
	snprintf(plugin->strategy, sizeof plugin->strategy, "%s", strategy->name);
	if (plugins_add(&loaded, plugin->file, plugin->strategy, c))
		return -1;
	loaded.plugin[loaded.nr - 1] = *plugin;
	return 0;
}

// The one that was loaded with that name; NULL if none was.
static const struct plugin *find_loaded(const char *name)
{
	for (size_t i = 0; i < loaded.nr; i++)
		if (strcmp(loaded.plugin[i].strategy, name) == 0)
			return &loaded.plugin[i];
	return NULL;
}

int plugins_add(struct plugins *plugins, const char *file, const char *strategy,
		struct complaint *c)
{
	struct plugin *plugin = &plugins->plugin[plugins->nr];

	if (plugins->nr == MAX_PLUGINS)
		return complain(c, "%.80s is one too many; load at most %d", file, MAX_PLUGINS);
	if (strlen(file) >= sizeof plugin->file || strlen(strategy) >= sizeof plugin->strategy)
		return complain(c, "%.80s... is too long a path", file);
	*plugin = (struct plugin){0};
	strcpy(plugin->file, file);
	strcpy(plugin->strategy, strategy);
	plugins->nr++;
	return 0;
}

int plugins_load(struct plugins *plugins, struct complaint *c)
{
	for (size_t i = 0; i < plugins->nr; i++) {
		const struct plugin *there = find_loaded(plugins->plugin[i].strategy);

		if (there)
			plugins->plugin[i] = *there;
		else if (load(&plugins->plugin[i], c))
			return -1;
	}
	return 0;
}

size_t plugins_arguments(const struct plugins *plugins, char *arguments[])
{
	for (size_t i = 0; i < plugins->nr; i++) {
		arguments[2 * i] = (char *)"--load";
		arguments[2 * i + 1] = (char *)plugins->plugin[i].file;
	}
	return 2 * plugins->nr;
}

int plugins_unchanged(const struct plugins *plugins, struct complaint *c)
{
	for (size_t i = 0; i < plugins->nr; i++) {
		const struct plugin *plugin = &plugins->plugin[i];
		struct identity now = identity_of(plugin->file);

		if (!identity_same(&now, &plugin->identity))
			return complain(c, "%s is not the file any more that was loaded",
					plugin->file);
	}
	return 0;
}
