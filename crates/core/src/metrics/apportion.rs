//! Dividing an amount by weights so that the parts add up to it, to the minor unit: the largest remainder gets what rounding leaves.

/// The whole of a split in basis points.
pub const SPLIT_BPS: i64 = 10_000;

/// An amount in minor units divided by weights: each part is its exact share rounded towards zero, and what is left goes one unit each
/// to the largest remainders, the earlier part first where they are equal. The parts always add up to the amount.
///
/// # Errors
/// No weights, a negative weight, or weights that are all zero.
pub fn apportion(amount_minor: i64, weights: &[i64]) -> Result<Vec<i64>, String> {
    if weights.iter().any(|weight| *weight < 0) {
        return Err("a share is not negative; take the part away from somebody else".into());
    }
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if total == 0 {
        return Err("the shares are all zero; give somebody a share".into());
    }
    // A product of two 64-bit numbers fits 128 bits.
    let products: Vec<i128> = weights.iter().map(|weight| i128::from(amount_minor) * i128::from(*weight)).collect();
    let mut parts: Vec<i64> = products.iter().map(|product| i64::try_from(product / total).unwrap_or(amount_minor)).collect();
    let given: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    let left = i128::from(amount_minor) - given;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((products[*at] % total).abs()));
    let owed = usize::try_from(left.unsigned_abs()).unwrap_or(0);
    order.into_iter().take(owed).for_each(|at| parts[at] += if left < 0 { -1 } else { 1 });
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_that_floating_point_gets_wrong_are_whole_in_basis_points() {
        for split in [vec![2_202, 7_124, 674], vec![1_429, 1_429, 1_429, 1_429, 1_429, 1_429, 1_426]] {
            assert_eq!(split.iter().sum::<i64>(), SPLIT_BPS);
            assert_eq!(apportion(SPLIT_BPS, &split), Ok(split.clone()), "a split of the whole is itself");
            let parts = apportion(1_234_567, &split).unwrap();
            assert_eq!(parts.iter().sum::<i64>(), 1_234_567);
        }
        assert_eq!(apportion(1_234_567, &[2_202, 7_124, 674]), Ok(vec![271_852, 879_505, 83_210]), "271,851.65 + 879,505.53 + 83,209.82");
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainder_and_first_to_the_earlier() {
        assert_eq!(apportion(100, &[1, 1, 1]), Ok(vec![34, 33, 33]));
        assert_eq!(apportion(-100, &[1, 1, 1]), Ok(vec![-34, -33, -33]));
        assert_eq!(apportion(5, &[0, 3]), Ok(vec![0, 5]));
        assert_eq!(apportion(i64::MAX, &[i64::MAX, i64::MAX]), Ok(vec![i64::MAX / 2 + 1, i64::MAX / 2]));
    }

    #[test]
    fn shares_that_divide_nothing_are_refused() {
        assert!(apportion(100, &[]).is_err());
        assert!(apportion(100, &[0, 0]).is_err());
        assert!(apportion(100, &[150, -50]).is_err());
    }
}
