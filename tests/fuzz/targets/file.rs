#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| partnership_fuzz::cases::file(bytes));
