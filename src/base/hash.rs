//! Bytes → fingerprints. Nothing is cached here; callers keep what they want to compare.

use std::fmt;

/// A 128-bit fingerprint (the first half of BLAKE3). Collisions are not a question at any size of site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash([u8; 16]);

impl Hash {
    /// The fingerprint of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash::first_half(blake3::hash(bytes))
    }

    /// The fingerprint of several fingerprints in order.
    pub fn join(parts: impl IntoIterator<Item = Hash>) -> Hash {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&part.0);
        }
        Hash::first_half(hasher.finalize())
    }

    /// Ten hexadecimal digits, for the names of assets that hosts may cache for ever.
    pub fn short(self) -> String {
        self.to_string()[..10].to_owned()
    }

    fn first_half(full: blake3::Hash) -> Hash {
        let mut half = [0; 16];
        half.copy_from_slice(&full.as_bytes()[..16]);
        Hash(half)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_differ_and_repeat() {
        assert_eq!(Hash::of(b"a"), Hash::of(b"a"));
        assert_ne!(Hash::of(b"a"), Hash::of(b"b"));
        assert_ne!(
            Hash::join([Hash::of(b"a"), Hash::of(b"b")]),
            Hash::join([Hash::of(b"b"), Hash::of(b"a")])
        );
        assert_eq!(Hash::of(b"a").short().len(), 10);
    }
}
