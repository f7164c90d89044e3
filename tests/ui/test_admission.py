"""So many requests at a time, so many waiting, and nothing done for a client that has gone."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from starlette.types import Message, Send

from ui.admission import Admission, Admitted, ClientGoneError, TooBusyError

Receive = Callable[[], Awaitable[Message]]


async def staying() -> Message:
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


def leaving(when: asyncio.Event) -> Receive:
    async def receive() -> Message:
        await when.wait()
        return {"type": "http.disconnect"}

    return receive


def test_work_is_answered_and_its_failure_is_its_own() -> None:
    admission = Admission(running=4)
    assert asyncio.run(admission.run(staying, lambda _: 3)) == 3
    with pytest.raises(ZeroDivisionError):
        asyncio.run(admission.run(staying, lambda _: 1 // 0))


def test_those_who_leave_while_they_wait_cost_nothing() -> None:
    done: list[object] = []
    first_may_end, started = threading.Event(), threading.Event()

    def first(_: threading.Event) -> str:
        started.set()
        first_may_end.wait(20)
        return "first"

    async def scenario() -> str:
        admission, left = Admission(running=1, in_flight=10), asyncio.Event()
        answering = asyncio.ensure_future(admission.run(staying, first))
        await asyncio.to_thread(started.wait, 20)
        waiting = [asyncio.ensure_future(admission.run(leaving(left), done.append)) for _ in range(9)]
        await asyncio.sleep(0)
        with pytest.raises(TooBusyError):
            await admission.run(staying, done.append)
        left.set()
        gone = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(error, ClientGoneError) for error in gone)
        with admission.place():  # theirs are free again
            first_may_end.set()
        return await answering

    assert asyncio.run(scenario()) == "first"
    assert done == []


def test_work_under_way_is_told_that_its_client_has_gone() -> None:
    started, told = threading.Event(), threading.Event()

    def work(gone: threading.Event) -> None:
        started.set()
        if gone.wait(20):
            told.set()

    async def scenario() -> None:
        left = asyncio.Event()
        answering = asyncio.ensure_future(Admission(running=4).run(leaving(left), work))
        await asyncio.to_thread(started.wait, 20)
        left.set()
        with pytest.raises(ClientGoneError):
            await answering
        await asyncio.to_thread(told.wait, 20)

    asyncio.run(scenario())
    assert told.is_set()


def test_work_nobody_waits_for_any_more_still_keeps_its_thread() -> None:
    order, started, may_end = [], threading.Event(), threading.Event()

    def abandoned(_: threading.Event) -> None:
        started.set()
        may_end.wait(20)
        order.append("abandoned")

    async def scenario() -> None:
        admission, left = Admission(running=1), asyncio.Event()
        leaver = asyncio.ensure_future(admission.run(leaving(left), abandoned))
        await asyncio.to_thread(started.wait, 20)
        left.set()
        with pytest.raises(ClientGoneError):
            await leaver
        following = asyncio.ensure_future(admission.run(staying, lambda _: order.append("following")))
        await asyncio.sleep(0.1)
        may_end.set()
        await following

    asyncio.run(scenario())
    assert order == ["abandoned", "following"]


def test_a_stream_ends_with_its_whole_value_and_what_comes_after_is_never_made() -> None:
    def values() -> Iterator[tuple[int, bool]]:
        yield 1, False
        yield 2, True
        raise AssertionError("nobody asks for more")

    async def made(values: Iterator[tuple[int, bool]]) -> list[tuple[int, bool]]:
        return [value async for value in Admission(running=1).iterate(values)]

    assert asyncio.run(made(values())) == [(1, False), (2, True)]
    with pytest.raises(RuntimeError, match="is whole"):
        asyncio.run(made(iter([(1, False)])))


def test_what_is_streamed_holds_one_place_until_its_last_byte_or_its_cancellation() -> None:
    sent: list[Message] = []

    async def scenario() -> None:
        admission, may_go_on = Admission(running=4, in_flight=1), asyncio.Event()

        async def content() -> AsyncIterator[str]:
            yield "one"
            await may_go_on.wait()
            yield "two"

        async def send(message: Message) -> None:
            sent.append(message)
            if message == {"type": "http.response.body", "body": b"", "more_body": False}:
                with admission.place():  # free before the client knows that it has all
                    pass

        async def refused() -> None:
            with pytest.raises(TooBusyError):
                await _streamed(admission, content(), send)

        first = asyncio.ensure_future(_streamed(admission, content(), send))
        await asyncio.sleep(0.05)
        told = len(sent)
        await refused()
        assert len(sent) == told  # the refusal still has its status
        may_go_on.set()
        await first
        may_go_on.clear()
        cut = asyncio.ensure_future(_streamed(admission, content(), send))
        await asyncio.sleep(0.05)
        await refused()
        cut.cancel()
        await asyncio.gather(cut, return_exceptions=True)
        with admission.place():
            pass

    asyncio.run(scenario())
    assert [message.get("body") for message in sent[:4]] == [None, b"one", b"two", b""]


async def _streamed(admission: Admission, content: AsyncIterator[str], send: Send) -> None:
    scope = {"type": "http", "asgi": {"spec_version": "2.3"}}
    await Admitted(admission, content, "text/event-stream")(scope, staying, send)
