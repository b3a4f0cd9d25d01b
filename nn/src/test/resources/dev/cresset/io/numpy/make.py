#!/usr/bin/env python3
"""Writes the files beside it with real NumPy: python3 make.py (in this folder)."""
import json
import numpy as np

DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex64", "complex128"]
expected = {}


def note(name, array):
    flat = np.ascontiguousarray(array).ravel()
    if np.iscomplexobj(flat):
        flat = flat.view(flat.real.dtype)
    expected[name] = {
        "dtype": array.dtype.newbyteorder("=").name,
        "shape": list(array.shape),
        "strides": [int(s) // array.itemsize for s in array.strides],
        "values": [repr(x) for x in flat.astype(float).tolist()] if flat.dtype.kind in "fc" else [repr(int(x)) for x in flat],
    }


def save(name, array, version=None):
    if version is None:
        np.save(name + ".npy", array)
    else:
        with open(name + ".npy", "wb") as f:
            np.lib.format.write_array(f, array, version=version)
    note(name, array)


for d in DTYPES:
    a = np.array([[0, 1, 2], [3, 100, 127]]).astype(d)
    if a.dtype.kind == "c":
        a += 1j * np.array([[5, -1, 0.5], [0, 1, 2]]).astype(a.real.dtype)
    save("c_" + d, a)
    save("fortran_" + d, np.asfortranarray(a))
    if a.itemsize > 1:
        save("big_" + d, a.astype(a.dtype.newbyteorder(">")))
save("version_2", np.arange(5, dtype="f4"), (2, 0))
save("version_3", np.arange(5, dtype="f4"), (3, 0))
save("scalar", np.array(2.5))
save("empty", np.zeros((0, 3), "f4"))
save("empty_fortran", np.zeros((2, 0, 3), "i8", order="F"))
save("special", np.array([np.nan, np.inf, -np.inf, -0.0, 1e300, 5e-324]))
save("integers", np.array([-(2**63), 2**63 - 1, 0]))
save("rank_4", np.arange(2 * 3 * 4 * 5, dtype="i2").reshape(2, 3, 4, 5))
save("fortran_3", np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4)))
named = {"images": np.arange(12, dtype="u1").reshape(3, 2, 2), "labels": np.array([1, 2, 3]), "turned": np.asfortranarray(np.eye(2, 3)), "weight": np.float32(0.5) * np.ones(1000, "f4")}
np.savez("stored.npz", **named)
np.savez_compressed("compressed.npz", **named)
for k, v in named.items():
    note("npz/" + k, v)
np.save("bad_object.npy", np.array([{}, None]), allow_pickle=True)
np.save("bad_text.npy", np.array(["a", "bc"]))
np.save("bad_fields.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
np.save("bad_uint16.npy", np.zeros(2, "u2"))
np.save("bad_date.npy", np.zeros(2, "M8[s]"))
json.dump(expected, open("expected.json", "w"), indent=0)
