/** The areas of gradients that can be imported by themselves. */
const areas = {
  complex: () => import('../../src/gradients/areas/complex.js'),
  convolution: () => import('../../src/gradients/areas/convolution.js'),
  'convolution-3d': () => import('../../src/gradients/areas/convolution-3d.js'),
  elementwise: () => import('../../src/gradients/areas/elementwise.js'),
  'gather-scatter': () => import('../../src/gradients/areas/gather-scatter.js'),
  image: () => import('../../src/gradients/areas/image.js'),
  matmul: () => import('../../src/gradients/areas/matmul.js'),
  normalization: () => import('../../src/gradients/areas/normalization.js'),
  pooling: () => import('../../src/gradients/areas/pooling.js'),
  reduction: () => import('../../src/gradients/areas/reduction.js'),
  slicing: () => import('../../src/gradients/areas/slicing.js'),
};

export type Area = keyof typeof areas;

export async function importArea(area: Area): Promise<void> {
  await areas[area]();
}

export const areaNames = Object.keys(areas) as Area[];
