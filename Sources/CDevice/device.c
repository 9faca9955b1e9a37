// The header is all there is; this file holds it to being complete by itself.
#include "assay_device.h"

_Static_assert(sizeof(assay_run) <= 24, "a run is one pointer and three numbers");
