//! A return of any size, written row by row.

use std::fs::File;
use std::io::BufWriter;
use std::io::Result;
use std::io::Write;
use std::path::Path;

/// Three episodes for each child: a start, a move and an order, the last one open.
pub fn write_return(folder: &Path, episodes: u64) -> Result<()> {
    let mut header = BufWriter::new(File::create(folder.join("header.csv"))?);
    let mut rows = BufWriter::new(File::create(folder.join("episodes.csv"))?);
    writeln!(header, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB")?;
    writeln!(
        rows,
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
    )?;
    for child in 0..episodes.div_ceil(3) {
        let id = 100_000 + child;
        let (day, sex) = (1 + child % 28, 1 + child % 2);
        writeln!(header, "{id},{sex},{day:02}/06/2010,WBRI,A{id:012},,")?;
        let (home, first, second) = ("AA1 1AA", "BB2 2BB", "CC3 3CC");
        writeln!(
            rows,
            "{id},{day:02}/05/2019,S,C1,N1,U6,PR1,{day:02}/09/2019,X1,CARPL,{home},{first},1000001"
        )?;
        writeln!(
            rows,
            "{id},{day:02}/09/2019,P,C1,N1,U4,PR1,{day:02}/01/2020,X1,,{home},{second},1000002"
        )?;
        writeln!(
            rows,
            "{id},{day:02}/01/2020,L,C2,N1,U4,PR1,,,,{home},{second},1000002"
        )?;
    }
    header.flush()?;
    rows.flush()
}
