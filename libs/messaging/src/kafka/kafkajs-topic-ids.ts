// Asks the broker for a topic's id, which kafkajs' own metadata request (version 6) is too old to know.
import { Fault } from '@continuo/kernel';
import { createRequire } from 'node:module';
import { ClusterConnection } from './kafkajs-cluster.js';
import type { OwnKafka } from './kafkajs-connections.js';

const METADATA = 3;
/** The first version that can be asked by name and answers ids, and that every broker since 3.1 speaks. */
const METADATA_VERSION = 12;
const UNKNOWN_TOPIC = 3;

/** Uses a cluster connection made by the Kafka object itself, so that SASL and TLS apply as everywhere else. */
export class TopicIds {
  private readonly connection: ClusterConnection;

  constructor(newKafka: () => OwnKafka) {
    this.connection = new ClusterConnection(newKafka);
  }

  /** The id as hexadecimal text. Throws Fault `topic-unknown`. */
  of(topic: string): Promise<string> {
    return this.connection.ask(async (cluster) => {
      const broker = await cluster.findControllerBroker();
      return broker.connectionPool.send({
        request: {
          apiKey: METADATA,
          apiVersion: METADATA_VERSION,
          apiName: 'Metadata',
          encode: () => Promise.resolve(encoderOf(metadataRequest(topic))),
        },
        response: {
          decode: (payload) => Promise.resolve(payload),
          parse: (payload) => Promise.resolve(topicIdIn(payload, topic)),
        },
      });
    });
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}

function encoderOf(bytes: Buffer): unknown {
  const require = createRequire(import.meta.url);
  const Encoder = require('kafkajs/src/protocol/encoder') as new () => {
    writeBufferInternal(bytes: Buffer): void;
  };
  const encoder = new Encoder();
  encoder.writeBufferInternal(bytes);
  return encoder;
}

/** From the tags of the flexible header (kafkajs writes the header before them) to the end of the body. */
function metadataRequest(topic: string): Buffer {
  const name = Buffer.from(topic);
  if (name.length > 126)
    throw new Fault('a topic name is too long', { code: 'topic-invalid', retriable: false });
  const noTags = Buffer.from([0]);
  const oneTopic = Buffer.from([2]);
  const noId = Buffer.alloc(16);
  const nameLength = Buffer.from([name.length + 1]);
  const noAutoCreation = Buffer.from([0]);
  const noOperations = Buffer.from([0]);
  return Buffer.concat([
    noTags,
    oneTopic,
    noId,
    nameLength,
    name,
    noTags,
    noAutoCreation,
    noOperations,
    noTags,
  ]);
}

/** Reads as far as the id of the one topic that was asked for. */
function topicIdIn(payload: Buffer, topic: string): string {
  const reader = new FlexibleReader(payload);
  reader.skip(1 + 4); // the header's tags, throttle time
  for (let brokers = reader.length(); brokers > 0; brokers -= 1) {
    reader.skip(4);
    reader.skip(reader.length());
    reader.skip(4);
    reader.skip(reader.length());
    reader.skip(1);
  }
  reader.skip(reader.length()); // cluster id
  reader.skip(4); // controller
  reader.length(); // one topic
  const error = reader.int16();
  if (error === UNKNOWN_TOPIC) {
    throw new Fault(`the topic ${topic} is unknown`, { code: 'topic-unknown', retriable: true });
  }
  if (error !== 0) {
    throw new Fault(`the broker answers error ${error} for ${topic}`, {
      code: 'kafka-unavailable',
      retriable: true,
    });
  }
  reader.skip(reader.length());
  return reader.bytes(16).toString('hex');
}

class FlexibleReader {
  private at = 0;

  constructor(private readonly payload: Buffer) {}

  skip(count: number): void {
    this.at += count;
  }

  bytes(count: number): Buffer {
    this.at += count;
    return this.payload.subarray(this.at - count, this.at);
  }

  int16(): number {
    return this.bytes(2).readInt16BE(0);
  }

  /** The length of a compact string or array; null counts as empty. */
  length(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes(1).readUInt8(0);
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return Math.max(0, value - 1);
    }
  }
}
