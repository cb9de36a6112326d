"""What is kept with us: points set aside, coupons, gift cards and wallets."""
