"""A stock client reads every record of some topics: nothing here knows Continuo but the names of the topics."""
import json
import sys

from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext


def main():
    asked = json.load(sys.stdin)
    registry = SchemaRegistryClient({"url": asked["registry"]})
    decode = AvroDeserializer(registry)
    consumer = Consumer(
        {
            "bootstrap.servers": asked["brokers"],
            "group.id": asked["group"],
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    counts, failures, waiting, places = {}, [], {}, []
    for topic in asked["topics"]:
        counts[topic] = 0
        for partition in consumer.list_topics(topic, timeout=20).topics[topic].partitions:
            low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=20)
            if high > low:
                places.append(TopicPartition(topic, partition, low))
                waiting[(topic, partition)] = high
    consumer.assign(places)
    quiet = 0
    while waiting and quiet < 20:
        message = consumer.poll(1.0)
        if message is None or message.error():
            quiet += 1
            continue
        place = (message.topic(), message.partition())
        try:
            value = decode(message.value(), SerializationContext(message.topic(), MessageField.VALUE))
            if not isinstance(value, dict):
                raise ValueError("not a record")
        except Exception as error:  # whatever it is, it is told by the place where it happened
            failures.append(f"{place} {message.offset()}: {error}")
        counts[message.topic()] += 1
        if message.offset() + 1 >= waiting.get(place, 0):
            waiting.pop(place, None)
    consumer.close()
    json.dump({"counts": counts, "failures": failures}, sys.stdout)


main()
