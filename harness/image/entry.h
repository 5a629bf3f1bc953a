// SPDX-License-Identifier: GPL-2.0-or-later
/* What an archive under construction consists of (between cpio.c and newc.c). */
#ifndef IMAGE_ENTRY_H
#define IMAGE_ENTRY_H

#include <glib.h>
#include <sys/types.h>

enum entry_type {
	ENTRY_FOLDER,
	ENTRY_FILE,
	ENTRY_TEXT,
	ENTRY_LINK,
	ENTRY_DEVICE
};

struct entry {
	enum entry_type type;
	mode_t mode;
	char *contents; /* file: path of its source; text: itself; link: target */
	unsigned int major, minor;
};

struct cpio {
	GTree *entries; /* path without leading slash -> struct entry *, in strcmp() order */
};

#endif
