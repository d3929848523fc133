import { lines } from './pack.ts';

/** Everyday sentences that few flows are about; those that a flow is about are left out when it is trained. */
export const englishBackground: readonly string[] = lines(`
how is the weather today
will it be sunny at the weekend
do you know any jokes
say something funny
tell me a story about dragons
tell me about yourself
who are you
who made you
what is your name
where do you live
are you a real robot or a computer
do you have feelings
do you love me
you are stupid
this is boring
that is really funny
I am so tired
I am hungry
I feel sad
I like your voice
I love my dog
my head hurts
my neighbour has a new car
my brother plays football
my sister is a teacher
my father works in a factory
my son goes to school
our children are asleep
the children are playing in the garden
the film was too long
the food was cold
the music is very loud
the house is on fire
the moon is bright tonight
the sun is shining
the river runs to the sea
it was raining all night
it is a lovely day
there is a spider in the bath
we had a great holiday
we are going to the cinema
they moved to Canada
he ran a marathon
she is reading a book about history
she sings in a choir
let us play a game
let us go for a walk
what is the time
what is the date
what day is it
what year is it
what is your favourite film
what is the largest country in the world
what is the population of China
what is the square root of nine
what does this word mean
what does your dog eat
what should I wear to the wedding
what should I eat tonight
what do you think about politics
what is on television
which team is the best
which book should I read
who is the richest man in the world
who invented the telephone
who painted the Mona Lisa
who won the election
who is the king of England
who is your favourite singer
where is the nearest station
where is the bathroom
where are my keys
where can I find a good hotel
where were you born
when was the war
when is Christmas
when does the train leave
when is the next bus
when will the concert start
why is the sky blue
why are you so slow
why do cats purr
how far is the moon
how many people live in London
how many legs has a spider
how much does an elephant weigh
how much does a pizza cost
how much is a ticket to Paris
how much water should I drink
how do I get to the airport
how do I cook an egg
how do I tie a tie
how do I learn English
how do I fix a bicycle
how old is the universe
how was your day
how long is a marathon
how long does it take to fly to Spain
can you sing
can you dance
can you cook
can you speak French
can you write a song for me
can you help me with my homework
can you find a recipe for soup
can you order a pizza
can I bring my dog
can I park here
can dogs eat chocolate
could you turn the volume up
could you open the window
do you like music
do you play chess
do you sell shoes
do you believe in ghosts
do you watch films
does your cat bite
did you see the game
did you sleep well
is it cold in Norway
is there a god
is there water on the moon
is the shop far away
is he married
are there any good books
are you married
are you hungry
are we alone in the universe
have you ever been to Italy
have you seen my glasses
I want a pizza
I want to learn the piano
I want to buy a car
I want to go home
I want to watch a film
I need a new phone
I need a haircut
I need some milk from the shop
I need to lose weight
I would like a cup of coffee
I would like to travel to Japan
I would like to know more about space
I am looking for a recipe
I am looking for a new job
I have a headache
I have two cats
I have 3 children
I have got 2 questions about history
I lost my keys
I lost my suitcase at the airport
I forgot my umbrella
I bought a new bike
I broke my leg
I can not sleep
I can not find my glasses
I do not like fish
I do not understand this film
I do not know the answer
I think it is a cat
I saw a bird in the tree
I was born in 1990
I am 30 years old
I live at 12 High Street
I will be there at 5
I ran 10 miles
give me a recipe for bread
give me some advice
show me a picture of a cat
show me the news
show me pictures from the beach
play a song
play the radio
turn off the television
turn up the heating
set an alarm for 7
set a timer for 10 minutes
remind me to buy eggs
remind me about the party
read me the headlines
find a restaurant near the station
search for cheap flights
look at this photo
look at the stars
send me a photo of your dog
send a postcard from Rome
send my regards to the queen
call a taxi
call me a cab
order a burger and chips
book a flight to Rome
book a table at the restaurant
book a hotel room in Berlin
buy two tickets for the concert
cook dinner for the family
make me a sandwich
make a cup of tea
open the door
open the curtains
close the window
stop the music
clean the kitchen
feed the cat
walk the dog
wash the car
write an essay about whales
draw a horse
count to ten
spell the word banana
translate hello into German
sing happy birthday
guess what I had for breakfast
happy birthday
merry Christmas
good luck with the exam
nice shoes
nice weather
cool story
blue is a colour
apples are red
bananas are yellow
dogs chase cats
birds can fly
water is wet
two and two make four
football is better than tennis
breakfast was delicious
traffic is terrible
news about the election
football results
recipe for pancakes
pictures of cats
lottery numbers
train times to Oxford
tall buildings in New York
my password does not work
my computer is broken
my laptop is slow
my internet is down
my phone fell into the water
my order has not arrived
my parcel is late
my suitcase is missing
my shoes are wet
my bike was stolen
my tooth hurts
where is my order
where is my luggage
reset my password
change my email address
update my profile picture
download the app
install the printer
the screen is black
the printer has no ink
the website is down
the lift is out of order
track my parcel
return these shoes
what is your address
what is your phone number
do you have a car park
do you deliver to Scotland
are you hiring
is the wifi free
is the museum near the park
is breakfast included
is this seat taken
`);
