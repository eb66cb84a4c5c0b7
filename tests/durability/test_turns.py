"""Those who want to write at once come in the order in which they asked."""
import threading
import time

from cases.deadlines import Turns


def test_the_turn_comes_in_the_order_of_asking():
    turns, order = Turns(), []
    assert turns.acquire(1)

    def wait(name):
        assert turns.acquire(10)
        order.append(name)
        turns.release()
    people = [threading.Thread(target=wait, args=[name]) for name in range(8)]
    for place, each in enumerate(people):
        each.start()
        while len(turns._waiting) <= place:
            time.sleep(0.001)
    turns.release()
    for each in people:
        each.join()
    assert order == list(range(8)) and turns.acquire(0)


def test_who_gives_up_is_passed_over():
    turns = Turns()
    assert turns.acquire(1) and not turns.acquire(0.01)
    turns.release()
    assert turns.acquire(0)
