"""The benchmark: what the program costs against what it must cost at least, as ratios in one run."""
