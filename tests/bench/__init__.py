"""The benchmarks behind bin/bench: each measurement against its floor in the same run. Not tests; see docs/bench.md."""
