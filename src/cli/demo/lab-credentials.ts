/** The lab accepts any. */
export const LAB_CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'lab' };
