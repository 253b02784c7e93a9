/** Importing this registers all gradients with tfjs; see the README, "Importing". */
import './areas/complex.js';
import './areas/convolution.js';
import './areas/convolution-3d.js';
import './areas/elementwise.js';
import './areas/gather-scatter.js';
import './areas/image.js';
import './areas/matmul.js';
import './areas/normalization.js';
import './areas/pooling.js';
import './areas/reduction.js';
import './areas/slicing.js';
