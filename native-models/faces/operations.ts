/**
 * What the face networks are written in: an architecture is a function that walks its layers over one of these, and whoever
 * implements it (ONNX graph, TensorFlow.js) gets the network. Maps are NHWC as TensorFlow sees them, whatever lies underneath.
 */

/** same: TensorFlow's padding, the odd pixel after. valid: none. */
export type Padding = "same" | "valid";

export interface Convolution {
  readonly stride?: number;
  /** same where it is left out */
  readonly padding?: Padding;
}

/**
 * A layer's tensors are found by its name: NAME/kernel (HWIO; HWC1 where depthwise; [inputs, outputs] for a product) and, where
 * there is one, NAME/bias, one number an output.
 */
export interface Operations<Maps> {
  convolution(input: Maps, name: string, options?: Convolution): Maps;
  depthwise(input: Maps, name: string, options?: Convolution): Maps;
  add(a: Maps, b: Maps): Maps;
  relu(input: Maps): Maps;
  /** x where positive, else NAME's number of the channel times x (He et al. 2015, equation 1). */
  prelu(input: Maps, name: string): Maps;
  sigmoid(input: Maps): Maps;
  /** VALID padding. */
  maxPool(input: Maps, size: number, stride: number): Maps;
  /** 2 x 2, stride 2, VALID padding. */
  averagePool(input: Maps): Maps;
  /** Zeros behind what is there: new lengths, at least the old ones. */
  extend(input: Maps, to: { readonly side?: number; readonly channels?: number }): Maps;
  sideOf(input: Maps): number;
  /** [batch, height, width, channels] → [batch, height x width x channels / columns, columns] */
  rows(input: Maps, columns: number): Maps;
  /** One after the other along axis 1. */
  join(a: Maps, b: Maps): Maps;
  /** Mean over positions, then a product without bias: [batch, outputs]. */
  pooledProduct(input: Maps, name: string): Maps;
}

/** A network: its side and colours, and what it makes of one batch. */
export interface Network {
  readonly name: string;
  /** Pixels a side of its square input. */
  readonly inputSize: number;
  /** Nothing in it depends on the side: it takes other sides and shapes too. */
  readonly anySize?: boolean;
  /** It sees (colour - mean) x scale, colour in 0..255, RGB. */
  readonly colour: { readonly mean: readonly [number, number, number]; readonly scale: number };
  build<Maps>(operations: Operations<Maps>, pixels: Maps): Readonly<Record<string, Maps>>;
}
