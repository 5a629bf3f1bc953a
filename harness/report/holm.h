// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts on several setups that hold together. */
#ifndef REPORT_HOLM_H
#define REPORT_HOLM_H

#include "report/gate.h"

/*
 * Sets verdict and level of the gate's rows that are judged by their intervals, so that a wrong
 * verdict on any of them is as rare as for one alone: Holm 1979, doi:10.2307/4615733, carried out
 * on intervals. With m setups left to judge each needs a verdict by its interval of the level
 * 1 - 0.05 / m; those that get one leave m smaller for the others. Returns how many setups are
 * judged together.
 */
size_t holm_judge(struct gate *gate);

#endif
