//! Rows that lead from one key to another, and never back.

use std::collections::HashMap;

use crate::reconcile::check::Check;

/// Nothing leads back to itself.
pub const ACYCLIC: Check = Check {
    id: "acyclic",
    summary: "neither links between steps nor the structure of organisations run in a circle",
};

/// A row, by hashes of where it starts and leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reconcile::check) struct Edge {
    /// Where it starts.
    pub(in crate::reconcile::check) from: u64,
    /// Where it leads.
    pub(in crate::reconcile::check) to: u64,
    /// The batch and line that it stands in.
    pub(in crate::reconcile::check) place: (u32, u64),
}

/// The edges that are left when all ends that lead nowhere, and all starts that nothing leads to, are taken away, time
/// and again: those on circles and between them.
pub(in crate::reconcile::check) fn in_circles(edges: Vec<Edge>) -> Vec<Edge> {
    let forwards = pruned(edges, |edge| (edge.from, edge.to));
    pruned(forwards, |edge| (edge.to, edge.from))
}

/// The edges that are left when those whose start nothing leads to are taken away, time and again.
fn pruned(edges: Vec<Edge>, ends: impl Fn(&Edge) -> (u64, u64)) -> Vec<Edge> {
    let mut leading_in: HashMap<u64, u32> = HashMap::with_capacity(edges.len());
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_unstable_by_key(|edge| ends(&edges[*edge]).0);
    for edge in &edges {
        leading_in.entry(ends(edge).0).or_default();
        *leading_in.entry(ends(edge).1).or_default() += 1;
    }
    let mut free: Vec<u64> =
        leading_in.iter().filter(|(_, count)| **count == 0).map(|(node, _)| *node).collect();
    let mut gone = vec![false; edges.len()];
    while let Some(node) = free.pop() {
        let first = order.partition_point(|edge| ends(&edges[*edge]).0 < node);
        for edge in order[first..].iter().take_while(|edge| ends(&edges[**edge]).0 == node) {
            gone[*edge] = true;
            let count = leading_in.entry(ends(&edges[*edge]).1).or_default();
            *count -= 1;
            if *count == 0 {
                free.push(ends(&edges[*edge]).1);
            }
        }
    }
    edges.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(edge, _)| edge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: u64, to: u64) -> Edge {
        Edge { from, to, place: (1, from * 10 + to) }
    }

    #[test]
    fn circles_stay_and_trees_go() {
        let tree = vec![edge(1, 2), edge(1, 3), edge(2, 4), edge(3, 4)];
        assert_eq!(in_circles(tree.clone()), []);
        let circle = [edge(5, 6), edge(6, 7), edge(7, 5)];
        let all = [tree, circle.to_vec(), vec![edge(4, 5), edge(7, 8)]].concat();
        assert_eq!(in_circles(all), circle);
    }
}
