"""Every execution provider that this program knows: one entry each.

That a provider stands here says only how it is reached. Whether it may compute on this machine is
found out (:mod:`fundusviewer.inference.admission`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

ProviderName = Literal["cpu", "cuda", "openvino", "webgpu", "coreml", "directml"]
ProviderRequest = Literal["auto", "cpu", "cuda", "openvino", "webgpu", "coreml", "directml"]
PROVIDER_REQUESTS: tuple[ProviderRequest, ...] = get_args(ProviderRequest)

#: How a model's card says what it computes in; ``float16`` is the size of the weights alone.
_ALL = frozenset({"float32", "float16", "int8"})

_LINUX, _WINDOWS, _MAC = "linux", "win32", "darwin"


@dataclass(frozen=True)
class ExecutionProvider:
    """What a network can run on.

    Attributes
    ----------
    key
        How it is asked for on the command line and in the settings.
    name
        How it is shown.
    runtime_name
        How onnxruntime calls it.
    hardware
        What it needs, in words.
    platforms
        Those of :data:`sys.platform` on which it exists.
    package
        What has to be installed for it.
    plugin
        Module of a package that onnxruntime loads as a plug-in; ``None``: it is compiled in.
    precisions
        Precisions of a card that it computes; without ``int8`` it is given such a file's network
        in float32 (:mod:`.float_sibling`).
    options
        Handed to it with each session.
    """

    key: ProviderName
    name: str
    runtime_name: str
    hardware: str
    platforms: frozenset[str]
    package: str
    plugin: str | None = None
    precisions: frozenset[str] = _ALL
    options: Mapping[str, str] = field(default_factory=dict)


CPU = ExecutionProvider(
    key="cpu",
    name="CPU",
    runtime_name="CPUExecutionProvider",
    hardware="any processor",
    platforms=frozenset({_LINUX, _WINDOWS, _MAC}),
    package="onnxruntime",
)

#: All but the processor, in the order in which they are shown.
ACCELERATORS: tuple[ExecutionProvider, ...] = (
    ExecutionProvider(
        key="cuda",
        name="CUDA",
        runtime_name="CUDAExecutionProvider",
        hardware="graphics cards of NVIDIA",
        platforms=frozenset({_LINUX, _WINDOWS}),
        package="onnxruntime-gpu",
    ),
    ExecutionProvider(
        key="openvino",
        name="OpenVINO",
        runtime_name="OpenVINOExecutionProvider",
        hardware="processors and graphics of Intel",
        platforms=frozenset({_LINUX, _WINDOWS}),
        package="onnxruntime-ep-openvino",
        plugin="onnxruntime_ep_openvino",
    ),
    ExecutionProvider(
        key="webgpu",
        name="WebGPU",
        runtime_name="WebGpuExecutionProvider",
        hardware="graphics cards of all makers",
        platforms=frozenset({_LINUX, _WINDOWS, _MAC}),
        package="onnxruntime-ep-webgpu",
        plugin="onnxruntime_ep_webgpu",
    ),
    ExecutionProvider(
        key="coreml",
        name="CoreML",
        runtime_name="CoreMLExecutionProvider",
        hardware="Apple's processors",
        platforms=frozenset({_MAC}),
        package="onnxruntime",
        # It knows none of the operators of an 8-bit network.
        precisions=frozenset({"float32", "float16"}),
        options={"ModelFormat": "MLProgram", "MLComputeUnits": "ALL"},
    ),
    ExecutionProvider(
        key="directml",
        name="DirectML",
        runtime_name="DmlExecutionProvider",
        hardware="graphics cards of all makers, on Windows",
        platforms=frozenset({_WINDOWS}),
        package="onnxruntime-directml",
    ),
)


def find_provider(key: ProviderRequest) -> ExecutionProvider:
    """Return an entry; ``auto`` stands for none."""
    return next(entry for entry in (CPU, *ACCELERATORS) if entry.key == key)
