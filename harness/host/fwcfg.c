// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the run description through the kernel's files of QEMU's fw_cfg device. */
#include "host/fwcfg.h"

#include "util/error.h"
#include "util/fs.h"

#include <glib.h>

#define FWCFG_FILE "/sys/firmware/qemu_fw_cfg/by_name/" DESCRIPTION_FW_CFG_NAME "/raw"

int fwcfg_read(struct description *description)
{
	struct description found = { .seed = 0 };
	g_autofree char *text = NULL;
	size_t length;
	int err = fs_read(FWCFG_FILE, &text, &length);

	if (err)
		return error_prefix(err, "run description");
	err = description_read(text, length, &found);
	if (err)
		return error_prefix(err, "run description");
	description_clear(description);
	*description = found;
	return 0;
}
