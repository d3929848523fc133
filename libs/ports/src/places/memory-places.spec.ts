import { MemoryPlaces, type PlacesStore } from './memory-places.ts';
import { placesSuite } from './places.suite.ts';

placesSuite({
  name: 'MemoryPlaces',
  open: () => {
    const store: PlacesStore = new Map();
    return Promise.resolve({
      first: new MemoryPlaces(store),
      second: new MemoryPlaces(store),
      close: () => Promise.resolve(),
    });
  },
});
