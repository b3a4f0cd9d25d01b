#!/usr/bin/env python3
"""Writes the files beside it with real PyTorch: python3 make.py (in this folder)."""
import collections
import torch

base = torch.arange(6.0).reshape(2, 3)
value = {
    "bytes": b"\x00\xffA",
    "bytearray": bytearray(b"xy"),
    "set": {1, 2},
    "tuple": (1, (2.5, None, True), ()),
    "huge": [2**70, -(2**70), 2**63, -(2**31), 255, 256, 65536],
    "text": "ü键😀" * 30,
    "complex": 1.5 - 2j,
    "ordered": collections.OrderedDict(a=1),
    "counter": collections.Counter("aab"),
    3: "three",
    "base": base,
    "transposed": base.t(),
    "again": base,
    "complex64": torch.tensor([1 + 2j, -3.5j]),
    "complex128": torch.tensor([1 + 2j], dtype=torch.complex128),
    "conjugate": torch.tensor([1 + 2j, 3]).conj(),
    "negative": torch.tensor([1 + 2j]).conj().imag,
    "parameter": torch.nn.Parameter(torch.ones(2), requires_grad=False),
    "buffer": torch.nn.Buffer(torch.ones(2)),
    "gradient": torch.ones(1, requires_grad=True),
    "device": torch.device("cuda:1"),
}
loop = [1]
loop.append(loop)
value["loop"] = loop
for protocol in (2, 3, 4, 5):
    torch.save(value, f"zip_{protocol}.pt", pickle_protocol=protocol)
    torch.save(value, f"legacy_{protocol}.pt", pickle_protocol=protocol, _use_new_zipfile_serialization=False)
torch.save(torch.eye(2).to_sparse(), "bad_sparse.pt")
torch.save(torch.zeros(2, dtype=torch.uint16), "bad_uint16.pt")
torch.save(torch.zeros(2, dtype=torch.float8_e5m2), "bad_float8.pt")
torch.save({"x": torch.zeros(2).numpy()}, "bad_numpy.pt")
torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), "bad_script.pt")
