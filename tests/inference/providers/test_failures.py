"""What onnxruntime 1.31 for CUDA says, as it says it, and what is made of it."""

from __future__ import annotations

import sys

import pytest

from fundusviewer.inference.providers import failures, in_words
from fundusviewer.inference.providers.failures import (
    NO_DEVICE,
    TOO_LITTLE_MEMORY,
    first_line,
    may_pass,
    why_not_opened,
)
from fundusviewer.inference.providers.registry import find_provider

CUDA = find_provider("cuda")

#: Where no library of CUDA is installed (``preload_dlls``, Linux).
PRINTED = """\
Failed to load libcublasLt.so.13: libcublasLt.so.13: cannot open shared object file: No such file
Failed to load libcublas.so.13: libcublas.so.13: cannot open shared object file: No such file
Failed to load libcurand.so.10: libcurand.so.10: cannot open shared object file: No such file
Please follow https://onnxruntime.ai/docs/install/#cuda-and-cudnn to install CUDA.
"""

_CALL = (
    "/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:154 std::conditional_t<THRW, "
    "void, onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*, const char*, "
    "SUCCTYPE, const char*, const char*, int) [with ERRTYPE = cudaError; bool THRW = true; "
    "SUCCTYPE = cudaError; std::conditional_t<THRW, void, common::Status> = void] "
)


def cuda_failure(number: int, text: str) -> RuntimeError:
    return RuntimeError(
        f"{_CALL}CUDA failure {number}: {text} ; GPU=-1 ; hostname=vm ; file=/onnxruntime_src/"
        "onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=355 ; "
        "expr=cudaSetDevice(info_.device_id); \n\n"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            cuda_failure(100, "no CUDA-capable device is detected"),
            "there is no graphics card of NVIDIA that it can use",
        ),
        (
            cuda_failure(35, "CUDA driver version is insufficient for CUDA runtime version"),
            "the driver of the graphics card is too old for this CUDA: install a newer one",
        ),
        (
            cuda_failure(209, "no kernel image is available for execution on the device"),
            "the graphics card is too old for this CUDA",
        ),
        (cuda_failure(2, "out of memory"), TOO_LITTLE_MEMORY),
        (cuda_failure(999, "unknown error"), "CUDA failed with 999: unknown error"),
        (
            RuntimeError(
                "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while "
                "running Conv node. Name:'conv_1' Status Message: /onnxruntime_src/onnxruntime/"
                "core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal("
                "size_t, bool, onnxruntime::Stream*, bool, onnxruntime::WaitNotificationFn) "
                "Failed to allocate memory for requested buffer of size 67108864\n"
            ),
            TOO_LITTLE_MEMORY,
        ),
        (
            RuntimeError("CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=vm"),
            TOO_LITTLE_MEMORY,
        ),
        (MemoryError(), TOO_LITTLE_MEMORY),
        (
            RuntimeError(
                "cuDNN is unavailable or disabled for CUDA Execution Provider: cuDNN is not "
                "available. Install cuDNN, update the system library search path, or set "
                "enable_cudnn=0 to force native CUDA paths where available."
            ),
            'cuDNN cannot be found; pip install "onnxruntime-gpu[cuda,cudnn]" brings what is '
            "missing",
        ),
        (ValueError("something else\nat line 17"), "something else"),
        (ValueError(), "ValueError"),
    ],
)
def test_each_kind_is_said(error: Exception, words: str) -> None:
    assert in_words(error) == words


@pytest.mark.parametrize(
    ("driver", "printed", "reason"),
    [
        (False, "", "{driver} cannot be found, which comes with NVIDIA's driver: install the "),
        (False, PRINTED, "{driver} cannot be found, which comes with NVIDIA's driver: install"),
        (
            True,
            PRINTED,
            "libcublasLt.so.13, libcublas.so.13, libcurand.so.10 cannot be found; pip install "
            '"onnxruntime-gpu[cuda,cudnn]" brings what is missing',
        ),
        # It was damaged in one place, and found in another.
        (True, "Failed to load /site/nvidia/libcurand.so.10: invalid ELF header\n", NO_DEVICE),
        (True, "", NO_DEVICE),
    ],
)
def test_what_is_missing_where_it_silently_runs_on_the_processor(
    monkeypatch: pytest.MonkeyPatch, driver: bool, printed: str, reason: str
) -> None:
    monkeypatch.setattr(failures, "_DRIVER", {"linux": "libcuda.so.1"})
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(failures, "_can_be_loaded", lambda _library: driver)
    said = why_not_opened(CUDA, printed)
    assert said.startswith(reason.format(driver="libcuda.so.1"))


def test_a_known_error_comes_before_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "_can_be_loaded", lambda _library: True)
    error = cuda_failure(100, "no CUDA-capable device is detected")
    assert why_not_opened(CUDA, PRINTED, error).startswith("there is no graphics card")
    unknown = RuntimeError("CUDA_PATH is set but CUDA wasn't able to be loaded.")
    assert why_not_opened(CUDA, PRINTED, unknown).startswith("libcublasLt.so.13, ")
    assert why_not_opened(CUDA, "", unknown) == str(unknown)


def test_others_have_no_libraries_of_cuda() -> None:
    assert why_not_opened(find_provider("openvino"), PRINTED) == NO_DEVICE


def test_a_library_that_is_nowhere_cannot_be_loaded() -> None:
    assert not failures._can_be_loaded("libfundusviewer-has-no-such-library.so.1")


def test_what_may_pass_by_itself() -> None:
    assert may_pass(f"m: the network failed ({TOO_LITTLE_MEMORY})")
    assert may_pass(in_words(cuda_failure(999, "unknown error")))
    assert not may_pass(in_words(cuda_failure(100, "no CUDA-capable device is detected")))
    # As a run says it, where only the first line is told.
    assert may_pass(f"m: the network failed ({first_line(cuda_failure(2, 'out of memory'))})")
    assert not may_pass("")


def test_errors_without_a_text() -> None:
    assert first_line(MemoryError()) == "MemoryError"
    assert first_line(ValueError("one\ntwo")) == "one"
