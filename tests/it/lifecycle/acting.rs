//! Somebody acts, under the standing that they hold.

use permanence::domain::{
    access::Standing,
    acts::Act,
    plans::{Guard, Part, PermanenceOption, Place, Refusal, Rules, State, Step, step},
};

use super::telling::{Telling, person};

pub const SW: Standing = Standing::AllocatedSocialWorker;
pub const TM: Standing = Standing::TeamManager;
pub const IRO: Standing = Standing::ReviewingOfficer;
pub const ADM: Standing = Standing::DecisionMaker;
pub const NO: Standing = Standing::NominatedOfficer;
pub const CLO: Standing = Standing::CourtLiaison;
pub const JDG: Standing = Standing::Judge;

impl Telling {
    /// Somebody acts on a version in this state.
    pub fn acts(&self, standing: Standing, act: Act, from: State) -> Result<Step, Refusal> {
        let told = self.clone().by(person(standing));
        step(
            &Rules::default(),
            Some(from),
            act,
            standing,
            &told.facts,
            &told.deed,
        )
    }

    /// The guards that refuse it; none where the version moves.
    pub fn refused(&self, standing: Standing, act: Act, from: State) -> Vec<Guard> {
        match self.acts(standing, act, from) {
            Ok(_) => Vec::new(),
            Err(Refusal::Guard(guards)) => guards,
            Err(other) => panic!("{act} from {from}: {other}"),
        }
    }

    pub fn moves_to(&self, standing: Standing, act: Act, from: State) -> (State, Place) {
        let step = self.acts(standing, act, from).unwrap();
        (step.state(), step.place)
    }

    pub fn working(self, option: PermanenceOption) -> Self {
        self.options(&[(Part::Primary, option)])
    }
}
