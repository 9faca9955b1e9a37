// The catalogue of formats and dialects.
