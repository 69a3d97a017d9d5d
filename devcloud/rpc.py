"""oslo.messaging's in-process ``fake://`` transport, made fit for a running service.

The stock driver polls each queue 20 times a second, lets casts to topics nobody listens to
pile up for ever, and hands the receiver the very objects of the sender.
"""

from __future__ import annotations

import json
import threading
import time

from oslo_messaging._drivers import base, impl_fake
from oslo_serialization import jsonutils

from devcloud.replacing import replace

IDLE_SECONDS = 10  # a listener looks at its queues this often even when nobody wakes it

_wakers: dict[tuple[str, str, str | None], list[threading.Event]] = {}
_lock = threading.Lock()


def install() -> None:
    """Patch the fake driver of this process; to be called before a transport is made."""
    _wake_receivers()
    _wait_for_wakers()
    _copy_messages()


def _events_for(exchange: str, topic: str, server: str | None, fanout: bool):
    with _lock:
        if fanout:
            keys = [key for key in _wakers if key[:2] == (exchange, topic) and key[2]]
        else:
            keys = [(exchange, topic, server)]
        return [event for key in keys for event in _wakers.get(key, ())]


def _wake_receivers() -> None:
    def deliver_message(self, topic, ctxt, message, server=None, fanout=False, reply_q=None):
        events = _events_for(self.name, topic, server, fanout)
        if not events and reply_q is None:
            return  # nobody listens and nobody waits for an answer
        deliver(self, topic, ctxt, message, server=server, fanout=fanout, reply_q=reply_q)
        for event in events:
            event.set()

    deliver = replace(impl_fake.FakeExchange, "deliver_message", deliver_message)


def _wait_for_wakers() -> None:
    def init_with_waker(self, exchange_manager, targets, pool=None):
        self._wake = threading.Event()
        self._keys = [
            (exchange_manager.get_exchange(target.exchange).name, target.topic, target.server)
            for target in targets
        ]
        with _lock:
            for key in self._keys:
                _wakers.setdefault(key, []).append(self._wake)
        init(self, exchange_manager, targets, pool)

    @base.batch_poll_helper
    def poll(self, timeout=None):
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._stopped.is_set():
            self._wake.clear()
            for target in self._targets:
                exchange = self._exchange_manager.get_exchange(target.exchange)
                ctxt, message, reply_q, requeue = exchange.poll(target, self._pool)
                if message is not None:
                    return impl_fake.FakeIncomingMessage(ctxt, message, reply_q, requeue)
            wait = IDLE_SECONDS
            if deadline is not None:
                wait = min(wait, deadline - time.monotonic())
            if wait <= 0:
                break
            self._wake.wait(wait)
        return None

    def stop_and_forget(self):
        stop(self)
        with _lock:
            for key in self._keys:
                _wakers[key].remove(self._wake)
            self._keys = []
        self._wake.set()

    listener = impl_fake.FakeListener
    init = replace(listener, "__init__", init_with_waker)
    replace(listener, "poll", poll)
    stop = replace(listener, "stop", stop_and_forget)


def _copy_messages() -> None:
    def send_copy(
        self, target, ctxt, message, wait_for_reply=None, timeout=None, transport_options=None
    ):
        ctxt, message = (json.loads(jsonutils.dumps(part)) for part in (ctxt, message))
        return send(self, target, ctxt, message, wait_for_reply, timeout, transport_options)

    send = replace(impl_fake.FakeDriver, "_send", send_copy)
