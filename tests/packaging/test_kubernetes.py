"""The manifests: every field is one that Kubernetes knows, by the models of its own client; and they hold together."""

import copy
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from ui.settings import Settings

FOLDER = Path(__file__).parents[2] / "docs" / "deploy" / "kubernetes"
Manifest = dict[str, Any]
MANIFESTS: list[Manifest] = [
    one for file in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load_all(file.read_text("utf-8"))
]


def named(kind: str, name: str) -> Manifest:
    (found,) = (one for one in MANIFESTS if (one["kind"], one["metadata"]["name"]) == (kind, name))
    return found


def check(manifest: Manifest) -> None:
    """Raise ``ValidationError`` for an unknown field, one that is missing, one of another type."""
    client = importlib.import_module("kubernetes.client")  # untyped
    model = getattr(client, f"{manifest['apiVersion'].rpartition('/')[2].capitalize()}{manifest['kind']}")
    model.model_validate(manifest, by_alias=True, by_name=False)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_kubernetes_knows_every_field_of_a_manifest(manifest: Manifest) -> None:
    check(manifest)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("spec.strategie", {}, "Extra inputs are not permitted"),
        ("spec.min_ready_seconds", 30, "Extra inputs are not permitted"),
        ("spec.replicas", "2", "Input should be a valid integer"),
        ("spec.selector", None, "Field required"),
        ("spec.template.spec.containers", {}, "Input should be a valid list"),
    ],
)
def test_a_manifest_that_is_wrong_is_refused(path: str, value: object, told: str) -> None:
    manifest = copy.deepcopy(named("Deployment", "assistant"))
    *parents, last = path.split(".")
    inside = manifest
    for name in parents:
        inside = inside[name]
    inside.pop(last, None)
    if value is not None:
        inside[last] = value
    with pytest.raises(ValidationError, match=told):
        check(manifest)


def pods() -> Iterator[tuple[str, Manifest]]:
    for one in MANIFESTS:
        if one["kind"] == "Deployment":
            yield one["metadata"]["name"], one["spec"]["template"]


def containers() -> Iterator[tuple[str, Manifest]]:
    for name, pod in pods():
        for container in (*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"]):
            yield f"{name}/{container['name']}", container


@pytest.mark.parametrize("container", [one for _, one in containers()], ids=[name for name, _ in containers()])
def test_a_container_can_do_nothing_that_it_does_not_need(container: Manifest) -> None:
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip


@pytest.mark.parametrize("pod", [one["spec"] for _, one in pods()], ids=[name for name, _ in pods()])
def test_a_pod_is_of_a_plain_user_without_a_token(pod: Manifest) -> None:
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    (container,) = pod["containers"]
    assert container["resources"]["limits"]["memory"]
    assert {"readinessProbe", "livenessProbe"} <= container.keys()


def test_only_the_writer_may_write_and_has_the_password() -> None:
    reader, writer = (
        named("Deployment", name)["spec"]["template"]["spec"] for name in ("assistant", "assistant-writer")
    )
    assert [place.get("readOnly") for place in reader["containers"][0]["volumeMounts"]] == [True, None]
    assert reader["volumes"][0]["persistentVolumeClaim"] == {"claimName": "assistant", "readOnly": True}
    assert writer["volumes"][0]["persistentVolumeClaim"] == {"claimName": "assistant"}
    assert [given["name"] for given in reader["containers"][0]["env"]] == ["AM_JOURNAL_URL"]
    assert [given["name"] for given in writer["containers"][0]["env"]] == ["AM_JOURNAL_URL", "AM_ADMIN_PASSWORD"]
    spec = named("Deployment", "assistant-writer")["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
    paths = named("Ingress", "assistant")["spec"]["rules"][0]["http"]["paths"]
    assert [(path["path"], path["backend"]["service"]["name"]) for path in paths] == [
        ("/gestion", "assistant-writer"), ("/", "assistant"),
    ]  # fmt: skip


def test_what_is_set_is_a_setting() -> None:
    given = dict(named("ConfigMap", "assistant")["data"])
    read = Settings(**{name.removeprefix("AM_").lower(): value for name, value in given.items()})
    assert read.rate_limit_storage == "redis://redis:6379"
    asked = {env["name"] for _, container in containers() for env in container.get("env", ())}
    assert asked <= {f"AM_{name.upper()}" for name in Settings.model_fields}


def test_services_and_selectors_find_their_pods() -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in pods()}
    ports = {name: {port["name"] for port in pod["spec"]["containers"][0]["ports"]} for name, pod in pods()}
    for one in MANIFESTS:
        name, spec = one["metadata"]["name"], one.get("spec", {})
        match one["kind"]:
            case "Service":
                assert spec["selector"].items() <= labels[name].items()
                assert {port["targetPort"] for port in spec["ports"]} <= ports[name]
                assert "sessionAffinity" not in spec
            case "Deployment" | "PodDisruptionBudget":
                assert spec["selector"]["matchLabels"].items() <= labels[name].items()
            case "NetworkPolicy":
                chosen = spec["podSelector"]["matchLabels"].items()
                assert any(chosen <= of.items() for of in labels.values())
            case "HorizontalPodAutoscaler":
                assert spec["scaleTargetRef"]["name"] in labels
