import kafkajs from 'kafkajs';

/** What Node finds of this CommonJS package by name is only a part of it. */
export const { ConfigResourceTypes, Kafka, logLevel, Partitioners } = kafkajs;
