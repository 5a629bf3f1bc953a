// SPDX-License-Identifier: GPL-2.0-or-later
/* How the kind of a run is marked in JSON. */
#include "experiment/run_kind.h"

#include "util/error.h"

#include <errno.h>

static const char *const words[RUN_KINDS] = {
	[RUN_MEASURED] = "measured",
	[RUN_TRACED] = "traced",
	[RUN_PROFILED] = "profiled",
};

const char *run_kind_word(enum run_kind kind)
{
	return words[kind];
}

void run_kind_mark(enum run_kind kind, json_t *object)
{
	if (kind != RUN_MEASURED)
		json_object_set_new(object, words[kind], json_true());
}

int run_kind_read(const json_t *object, enum run_kind *kind)
{
	enum run_kind found = RUN_MEASURED;

	for (enum run_kind i = RUN_MEASURED + 1; i < RUN_KINDS; i++) {
		const json_t *mark = json_object_get(object, words[i]);

		if (mark && !json_is_boolean(mark))
			return error_set(EINVAL, "\"%s\" is neither true nor false", words[i]);
		if (!json_is_true(mark))
			continue;
		if (found != RUN_MEASURED)
			return error_set(EINVAL, "\"%s\" and \"%s\" exclude each other",
					 words[found], words[i]);
		found = i;
	}
	*kind = found;
	return 0;
}
