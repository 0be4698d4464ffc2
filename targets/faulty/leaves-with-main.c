/*
 * Fault: Promises to stay until no child is left, and leaves with its main child: the others are killed in the middle of what they do.
 * Shows: Main ends while another child of the init lives.
 * Known: krallin/tini 180, 78
 */
#include "base.h"

/* What is sound by itself breaks another promise: nothing is replaced. */
