// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs the periodic timer of the RTC, an MC146818. */
#include "host/turns.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PORTS "/dev/port"

/* The MC146818's ports and registers: a register's number goes to the first port. */
#define INDEX_PORT	  0x70
#define DATA_PORT	  0x71
#define REGISTER_A	  10
#define REGISTER_A_RATE	  0x0f /* 32768 Hz >> (rate - 1); from 3 on, and 0: off */
#define REGISTER_B	  11
#define REGISTER_B_PERIOD 0x40 /* the periodic interrupt, without which QEMU has no timer */

static int register_set(int ports, unsigned char number, unsigned char mask, unsigned char bits)
{
	unsigned char value;

	if (pwrite(ports, &number, 1, INDEX_PORT) != 1 || pread(ports, &value, 1, DATA_PORT) != 1)
		return -errno;
	value = (unsigned char)((value & ~mask) | bits);
	if (pwrite(ports, &number, 1, INDEX_PORT) != 1 || pwrite(ports, &value, 1, DATA_PORT) != 1)
		return -errno;
	return 0;
}

/* rate 0: off. */
static int timer_set(unsigned char rate)
{
	int ports = open(PORTS, O_RDWR | O_CLOEXEC), err;

	if (ports < 0)
		return -errno;
	err = register_set(ports, REGISTER_A, REGISTER_A_RATE, rate);
	if (!err)
		err = register_set(ports, REGISTER_B, REGISTER_B_PERIOD,
				   rate ? REGISTER_B_PERIOD : 0);
	close(ports);
	return err;
}

int turns_start(uint64_t hertz)
{
	unsigned char rate = 16;
	int err;

	if (!hertz)
		return 0;
	while (hertz >>= 1)
		rate--;
	err = timer_set(rate);
	return err ? error_sys(-err, PORTS ": cannot start the RTC's periodic timer") : 0;
}

void turns_stop(void)
{
	(void)timer_set(0);
}
