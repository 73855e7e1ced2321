"""Random numbers that depend on names and places, never on order.

A draw is addressed by (seed, stream name, theta, person, index); the number that
sits at that address is a pure function of the address (Philox 4x32-10, a
counter-based generator: Salmon, Moraes, Dror and Shaw 2011, doi
10.1145/2063384.2063405). So adding an arm, an outcome or a parameter changes no
other draw, and patient 17 is the same among 20 or a million.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def philox(counter: NDArray[np.uint64], key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Philox 4x32-10: counter (4, n) and key (2, n) or (2,) of 32-bit words -> (4, n) words.

    >>> words = philox(np.zeros((4, 1), np.uint64), np.zeros((2, 1), np.uint64))
    >>> [f"{int(w):08x}" for w in words[:, 0]]       # known answer, Random123
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key  # arrays, or one number for all
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> _HALF) ^ c1 ^ k0,
            p1 & _LOW,
            (p0 >> _HALF) ^ c3 ^ k1,
            p0 & _LOW,
        )
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return np.stack([c0, c1, c2, c3])


def uniform(
    seed: int, name: str, *, theta: ArrayLike = 0, person: ArrayLike = 0, index: ArrayLike = 0
) -> Floats:
    """Uniform numbers in (0, 1), one for each (theta, person, index), broadcast together.

    >>> a = uniform(0, "inoculum", person=np.arange(20))
    >>> b = uniform(0, "inoculum", person=np.arange(1000))
    >>> bool((a == b[:20]).all()), bool(0 < a.min() and a.max() < 1)
    (True, True)
    """
    t, p, i = np.broadcast_arrays(*(np.asarray(v, np.uint64) for v in (theta, person, index)))
    digest = hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()
    words = np.frombuffer(digest[:16], np.uint32).astype(np.uint64)
    shape = t.shape
    t, p, i = (v.ravel() for v in (t, p, i))
    counter = np.stack([i & _LOW, t & _LOW, p & _LOW, (p >> _HALF) ^ words[2]])
    out = philox(counter, words[:2])
    bits = (out[0] << np.uint64(20)) | (out[1] >> np.uint64(12))
    return ((bits.astype(np.float64) + 0.5) * 2.0**-52).reshape(shape)


def stratified(seed: int, name: str, index: ArrayLike) -> Floats:
    """Uniform numbers in (0, 1) that fill the interval evenly: one in each fortieth, by forties.

    Latin hypercube samples (McKay, Beckman and Conover 1979) in blocks of 40 indices: within a
    block each fortieth of the interval is met once, in an order that depends on seed, name and
    block alone. So the number at an index does not depend on how many there are, and two names
    are independent.

    >>> u = stratified(0, "C50", np.arange(40))
    >>> sorted((u * 40).astype(int).tolist()) == list(range(40))
    True
    >>> v = stratified(0, "k_x", np.arange(4000)), stratified(0, "C50", np.arange(4000))
    >>> bool(abs(np.corrcoef(*v)[0, 1]) < 0.06), bool((v[1][:40] == u).all())
    (True, True)
    """
    place = np.atleast_1d(np.asarray(index, np.uint64))
    block, slot = place // _STRATA, place % _STRATA
    blocks, where = np.unique(block, return_inverse=True)
    order = np.argsort(
        uniform(seed, f"order/{name}", theta=blocks[:, None], index=np.arange(_STRATA)), axis=1
    )
    inside = uniform(seed, f"inside/{name}", index=place)
    found = (order[where, slot.astype(int)] + inside) / float(_STRATA)
    return found.reshape(np.shape(index))


#: Strata of a block: the knowledge samples of a run of 200 draws.
_STRATA = np.uint64(40)


def normal(
    seed: int, name: str, *, theta: ArrayLike = 0, person: ArrayLike = 0, index: ArrayLike = 0
) -> Floats:
    """Standard normal numbers at the same addresses (inverse of the uniform ones).

    >>> z = normal(0, "depth", theta=np.arange(4000))
    >>> bool(abs(z.mean()) < 0.06 and abs(z.std() - 1) < 0.04)
    True
    """
    return ndtri(uniform(seed, name, theta=theta, person=person, index=index))
