/*
 * Fault: Promises to work in "/", and stays where it was started.
 * Shows: Another working directory.
 * Known: Yelp/dumb-init 210
 */
#include "base.h"

/* What is sound by itself breaks another promise: nothing is replaced. */
