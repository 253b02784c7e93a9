import '@tensorflow/tfjs-backend-cpu';

/** The backends that the specs run on in Node, the one to prefer first. */
export const backends: readonly string[] = ['cpu'];
