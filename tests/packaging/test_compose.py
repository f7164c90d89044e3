"""compose.yaml: each service is as bare as it can be, and nginx knows those that stand behind it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
REPLICAS = ("assistant", "assistant-2")
NGINX = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")


def test_they_are_two_replicas_a_balancer_and_a_store() -> None:
    assert set(SERVICES) == {*REPLICAS, "nginx", "redis"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_nothing_that_it_does_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert all("size=" in place for place in service["tmpfs"])
    assert service["mem_limit"]
    assert service["pids_limit"] <= 256
    assert service["restart"] == "unless-stopped"
    assert int(service["healthcheck"]["timeout"].rstrip("s")) <= 5
    assert "cap_add" not in service and "privileged" not in service


def test_only_the_balancer_is_reached_and_from_this_machine_alone() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}
    assert SERVICES["nginx"]["ports"] == ["127.0.0.1:${AM_PORT:-7860}:8080"]
    assert SERVICES["redis"]["networks"] == ["store"]


@pytest.mark.parametrize("name", REPLICAS)
def test_every_setting_reaches_the_replicas(name: str) -> None:
    service = SERVICES[name]
    assert service["env_file"] == [{"path": ".env", "required": False}]
    # Written here, a value would win over `.env`: only what the composition itself decides may be.
    assert service["environment"] == {
        "AM_HOST": "0.0.0.0",  # noqa: S104 — read
        "AM_PORT": "7860",
        "AM_DATA_DIR": "/home/app/data",
        "AM_RATE_LIMIT_STORAGE": "redis://redis:6379",
    }
    assert service["volumes"] == ["data:/home/app/data"]


def test_the_replicas_are_one_image_over_one_folder() -> None:
    first, second = (SERVICES[name] for name in REPLICAS)
    own = {"build", "pull_policy"}
    assert {key: value for key, value in first.items() if key not in own} == {
        key: value for key, value in second.items() if key not in own
    }
    assert "build" in first and "build" not in second


def test_the_balancer_asks_the_replicas_and_gives_up_in_time() -> None:
    asked = re.findall(r"server ([\w-]+):(\d+) ", NGINX)
    assert asked == [(name, SERVICES[name]["environment"]["AM_PORT"]) for name in REPLICAS]
    assert f"{SERVICES['nginx']['volumes'][0].partition(':')[0].removeprefix('./')}" == "docs/deploy/nginx.conf"
    port = SERVICES["nginx"]["ports"][0].rpartition(":")[2]
    assert f"listen {port};" in NGINX
    for limit in ("client_header_timeout", "client_body_timeout", "client_max_body_size", "large_client_header_buffers",
                  "send_timeout", "keepalive_timeout", "limit_conn", "proxy_connect_timeout", "proxy_read_timeout",
                  "proxy_send_timeout", "proxy_next_upstream_tries"):  # fmt: skip
        assert re.search(rf"^\s+{limit} ", NGINX, re.MULTILINE), limit


def test_only_what_may_be_sent_twice_is() -> None:
    places = dict(re.findall(r"location (\S+) \{(.*?)\n        \}", NGINX, re.DOTALL))
    assert {place for place, said in places.items() if "non_idempotent" in said} == {"/api/v1/"}
