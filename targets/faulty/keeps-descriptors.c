/*
 * Fault: Promises to close the descriptors of its child, and keeps them.
 * Shows: A further descriptor that is open at the exec.
 * Known: openSUSE/catatonit 12
 */
#include "base.h"

/* What is sound by itself breaks another promise: nothing is replaced. */
