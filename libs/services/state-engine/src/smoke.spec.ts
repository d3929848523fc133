import { EngineWorld } from './testing/engine-world.ts';
it('runs', async () => {
  const world = await EngineWorld.open();
  console.log(await world.say('c1', 'send 200 to Ann'));
  console.log(await world.perform(), world.calls);
  console.log((await world.pump()).map(o => [o.recorded, o.projection?.messages.map(m=>m.text)]));
  console.log(await world.say('c1', 'transfer money'), await world.say('c1','what are the fees?'), await world.say('c1','5000'), await world.say('c1', 'Bob'), await world.say('c1','no'));
  console.log(await world.texts('c1'), await world.verify('c1'));
  console.log(JSON.stringify((await world.journal('c1'))[0]).length, JSON.stringify((await world.journal('c1'))[1]));
});
