/**
 * What happened comes in, the bytes of a TensorBoard Event go out: event.proto and summary.proto of TensorFlow, plugin_data.proto of
 * TensorBoard's hyperparameters, and only the fields of them that are named here.
 */
import { createMessage, type Message } from "../onnx/protobuf.ts";
import type { Parameters, RunStatus } from "./tracker.ts";

/** When and where in the run. */
export interface Moment {
  /** Since 1970, with fractions. */
  readonly seconds: number;
  readonly step: number;
}

const stringType = 7;
const floatType = 1;
const tensorClass = 2;
const statusCodes = { finished: 1, failed: 2, cancelled: 2 } as const;

/** The first event of a file. */
export function versionEvent(moment: Moment): Uint8Array {
  return event(moment, createMessage().bytes(3, "brain.Event:2"));
}

/** One point of several curves. */
export function scalarsEvent(moment: Moment, values: Readonly<Record<string, number>>): Uint8Array {
  const summary = createMessage();
  for (const [name, value] of Object.entries(values)) summary.bytes(1, createMessage().bytes(1, name).float(2, value));
  return summaryEvent(moment, summary);
}

/** @param text Markdown. */
export function textEvent(moment: Moment, name: string, text: string): Uint8Array {
  const shape = createMessage().bytes(2, createMessage().integer(1, 1));
  const tensor = createMessage().integer(1, stringType).bytes(2, shape).bytes(8, text);
  return pluginEvent(moment, name, "text", new Uint8Array(), tensor);
}

/** HParamsPluginData.session_start_info */
export function parametersEvent(moment: Moment, values: Parameters): Uint8Array {
  const entries = Object.entries(values).map(([name, value]) => createMessage().bytes(1, name).bytes(2, jsonValue(value)).encode());
  const fields = entries.map((entry) => createMessage().bytes(1, entry).encode());
  const info = Buffer.concat([...fields, doubleField(5, moment.seconds)]);
  return hyperparameterEvent(moment, "_hparams_/session_start_info", createMessage().integer(1, 0).bytes(3, info));
}

/** HParamsPluginData.session_end_info */
export function endEvent(moment: Moment, status: RunStatus): Uint8Array {
  const info = Buffer.concat([createMessage().integer(1, statusCodes[status]).encode(), doubleField(2, moment.seconds)]);
  return hyperparameterEvent(moment, "_hparams_/session_end_info", createMessage().integer(1, 0).bytes(4, info));
}

function hyperparameterEvent(moment: Moment, name: string, content: Message): Uint8Array {
  // TensorBoard passes over values without a tensor, so there is an empty one.
  const empty = createMessage()
    .integer(1, floatType)
    .bytes(2, createMessage().bytes(2, createMessage().integer(1, 0)));
  return pluginEvent(moment, name, "hparams", content.encode(), empty);
}

function pluginEvent(moment: Moment, name: string, plugin: string, content: Uint8Array, tensor: Message): Uint8Array {
  const pluginData = createMessage().bytes(1, plugin).bytes(2, content);
  const metadata = createMessage().bytes(1, pluginData).integer(4, tensorClass);
  return summaryEvent(moment, createMessage().bytes(1, createMessage().bytes(1, name).bytes(9, metadata).bytes(8, tensor)));
}

function summaryEvent(moment: Moment, summary: Message): Uint8Array {
  return event(moment, createMessage().bytes(5, summary));
}

function event({ seconds, step }: Moment, what: Message): Uint8Array {
  return Buffer.concat([doubleField(1, seconds), createMessage().integer(2, step).encode(), what.encode()]);
}

/** google.protobuf.Value */
function jsonValue(value: string | number | boolean): Uint8Array {
  if (typeof value === "number") return doubleField(2, value);
  return typeof value === "string" ? createMessage().bytes(3, value).encode() : createMessage().integer(4, Number(value)).encode();
}

/** A field of type double; messages written one after the other are one message. */
function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  const wireFixed64 = 1;
  bytes[0] = field * 8 + wireFixed64;
  new DataView(bytes.buffer).setFloat64(1, value, true);
  return bytes;
}
