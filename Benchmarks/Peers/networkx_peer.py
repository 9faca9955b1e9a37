"""The optimal transposable mask of one tile as networkx's minimum-cost flow."""

import random

import peer

try:
    import networkx
except ImportError as error:
    peer.absent(error)


def graph(tile, keep):
    """Flow from rows to columns, `keep` units each; integers, with which it always ends."""
    size = len(tile)
    network = networkx.DiGraph()
    network.add_node("s", demand=-size * keep)
    network.add_node("t", demand=size * keep)
    for i in range(size):
        network.add_edge("s", ("row", i), capacity=keep, weight=0)
        network.add_edge(("column", i), "t", capacity=keep, weight=0)
        for j in range(size):
            network.add_edge(("row", i), ("column", j), capacity=1, weight=-tile[i][j])
    return network


def prepare(kind, *arguments):
    assert kind == "tile"
    keep, of = (int(part) for part in arguments[0].split(":"))
    random.seed(1)
    tile = [[abs(int(random.gauss(0, 1) * 2**20)) for _ in range(of)] for _ in range(of)]
    network = graph(tile, keep)
    return lambda: networkx.min_cost_flow(network)


peer.serve(f"networkx {networkx.__version__}", prepare)
