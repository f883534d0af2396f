//! Every rule: small records that make it raise its codes, and others that do not.
