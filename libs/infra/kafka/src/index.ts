export { kafkaHelp, kafkaOptionsOf, kafkaSecrets, kafkaSettings } from './config.ts';
export type { KafkaSet } from './config.ts';
export { KafkaProblem } from './connection/kafka-problem.ts';
export type { KafkaConnection, KafkaOptions, KafkaSasl, KafkaTls } from './connection/kafka-options.ts';
export type { KafkaEventLog } from './event-log/kafka-event-log.ts';
export type { PartitionFigures } from './event-log/partition-tracks.ts';
export { openKafka } from './open-kafka.ts';
export type { OpenKafka } from './open-kafka.ts';
