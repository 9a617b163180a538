//! Numbers and sorted lists ↔ bytes and bits, and bodies ↔ gzip. Knows no term and no document.

use std::cell::RefCell;
use std::io::Read;

use flate2::read::GzDecoder;
use libdeflater::{CompressionLvl, Compressor};

/// The bytes by which a gzip file is known.
pub const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Appends a number in base 128, low digits first, the high bit of a byte meaning that more follow.
pub fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a text: its length in bytes, then UTF-8.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A place in some bytes from which numbers and texts are read; `None` past the end.
pub struct Bytes<'a> {
    bytes: &'a [u8],
    /// How many bytes were read.
    pub at: usize,
}

impl<'a> Bytes<'a> {
    /// Reads from the beginning.
    pub fn new(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { bytes, at: 0 }
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// The next `length` bytes.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..49).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// The next number as a size.
    pub fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// The next text.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.size()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

/// Bits in the making, the highest of a byte first.
#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    /// The last bits, the last written the lowest.
    rest: u64,
    /// How many of them are not among the bytes yet; below 32.
    open: u32,
}

impl BitWriter {
    /// Appends the low `count` bits of a number; at most 32.
    pub fn bits(&mut self, number: u32, count: u32) {
        let kept = u64::from(number) & ((1 << count) - 1);
        self.rest = self.rest << count | kept;
        self.open += count;
        if self.open >= u32::BITS {
            self.open -= u32::BITS;
            self.bytes.extend_from_slice(&((self.rest >> self.open) as u32).to_be_bytes());
        }
    }

    /// A number below `range` in as few bits as all such numbers allow.
    fn below(&mut self, number: u32, range: u32) {
        let whole = range.ilog2();
        let short = (1u32 << (whole + 1)) - range;
        match number < short {
            true => self.bits(number, whole),
            false => self.bits(number + short, whole + 1),
        }
    }

    /// A strictly rising list of numbers from `low` to `high`, both possible: the middle one first, then both halves.
    pub fn rising(&mut self, list: &[u32], low: u32, high: u32) {
        let n = list.len() as u32;
        if n == 0 || high - low + 1 == n {
            return;
        }
        let half = n / 2;
        let middle = list[half as usize];
        self.below(middle - low - half, high - low + 2 - n);
        if half > 0 {
            self.rising(&list[..half as usize], low, middle - 1);
        }
        if half + 1 < n {
            self.rising(&list[half as usize + 1..], middle + 1, high);
        }
    }

    /// The bytes, the last filled with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        let last = (self.rest << (u32::BITS - self.open)) as u32;
        self.bytes.extend_from_slice(&last.to_be_bytes()[..self.open.div_ceil(8) as usize]);
        self.bytes
    }
}

/// Bits being read; zeros past the end, so that a damaged list ends rather than panics.
pub struct BitReader<'a> {
    bytes: &'a [u8],
    used: usize,
}

impl<'a> BitReader<'a> {
    /// Reads from the beginning.
    pub fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, used: 0 }
    }

    /// The next `count` bits as a number; at most 25.
    pub fn bits(&mut self, count: u32) -> u32 {
        if count == 0 {
            return 0;
        }
        let at = self.used / 8;
        let window = (at..at + 4)
            .fold(0, |window, at| window << 8 | u32::from(self.bytes.get(at).copied().unwrap_or(0)));
        let number = window << (self.used % 8) >> (32 - count);
        self.used += count as usize;
        number
    }

    fn below(&mut self, range: u32) -> u32 {
        let whole = range.ilog2();
        let short = (1u32 << (whole + 1)) - range;
        let number = self.bits(whole);
        if number < short { number } else { (number << 1 | self.bits(1)) - short }
    }

    /// The inverse of [`BitWriter::rising`]: `n` numbers appended to `out`.
    pub fn rising(&mut self, out: &mut Vec<u32>, n: u32, low: u32, high: u32) {
        if n == 0 || low > high || high - low + 1 < n {
            return;
        }
        if high - low + 1 == n {
            out.extend(low..=high);
            return;
        }
        let half = n / 2;
        let middle = (low + half + self.below(high - low + 2 - n)).min(high);
        if half > 0 {
            self.rising(out, half, low, middle - 1);
        }
        out.push(middle);
        if half + 1 < n {
            self.rising(out, n - half - 1, middle + 1, high);
        }
    }
}

/// A third of the time that the usual 6 takes, for files that are larger by one part in two hundred.
const LEVEL: i32 = 4;

thread_local! {
    // A packer's tables weigh a hundred times a shard: made once for each thread, not once for each file.
    static PACKER: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// A body as gzip, without name or time, so that equal bodies are equal files.
pub fn gzip(body: &[u8]) -> Vec<u8> {
    PACKER.with_borrow_mut(|packer| {
        let mut file = vec![0; packer.gzip_compress_bound(body.len())];
        let length = packer.gzip_compress(body, &mut file).expect("it fits, as the packer says");
        file.truncate(length);
        file
    })
}

/// The body of a file: unpacked where it is gzip, as it is where a host has unpacked it already; `None` if damaged.
pub fn gunzip(file: &[u8]) -> Option<Vec<u8>> {
    if !file.starts_with(&GZIP) {
        return Some(file.to_vec());
    }
    let mut body = Vec::new();
    GzDecoder::new(file).read_to_end(&mut body).ok()?;
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rising_lists_come_back() {
        for (list, high) in [
            (vec![], 10),
            (vec![3], 3),
            (vec![0, 1, 2, 3], 3),
            (vec![5, 9, 10, 11, 4000], 58_647),
            ((0..500).map(|n| n * 7 + n % 3).collect(), 4000),
        ] {
            let mut bits = BitWriter::default();
            bits.rising(&list, 0, high);
            let bytes = bits.finish();
            let mut back = Vec::new();
            BitReader::new(&bytes).rising(&mut back, list.len() as u32, 0, high);
            assert_eq!(back, list);
        }
    }

    #[test]
    fn bodies_come_back() {
        assert_eq!(gunzip(&gzip(b"abc")).unwrap(), b"abc");
        assert_eq!(gunzip(b"abc").unwrap(), b"abc");
        let file = gzip(&[7; 5000]);
        assert_eq!(gunzip(&file[..file.len() - 3]), None);
        let noise: Vec<u8> = (0..70_000u32).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
        assert_eq!(gunzip(&gzip(&noise)).unwrap(), noise);
    }
}
