"""What a program that is compared prints: processor time of the work, and the most memory of the whole process."""

import resource
import time
from collections.abc import Callable


def measured(work: Callable[[], object]) -> object:
    before = time.process_time_ns()
    answer = work()
    took = (time.process_time_ns() - before) // 1_000
    print(f"microseconds={took} peak_kilobytes={resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")
    return answer
