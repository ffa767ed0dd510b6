package dev.crossdock.playground;

import java.util.List;

/** Cities with the ZIP codes and the telephone area code that belong to them, and names of streets. */
final class Places {

    /** City, state, first ZIP code, how many follow one another, area code. */
    private static final String CITIES = """
            New York|NY|10001|40|212
            Los Angeles|CA|90001|68|213
            Chicago|IL|60601|26|312
            Houston|TX|77002|98|713
            Phoenix|AZ|85003|51|602
            Philadelphia|PA|19102|53|215
            San Antonio|TX|78201|65|210
            San Diego|CA|92101|31|619
            Dallas|TX|75201|54|214
            Austin|TX|78701|59|512
            Jacksonville|FL|32204|55|904
            Fort Worth|TX|76102|38|817
            San Jose|CA|95110|39|408
            Columbus|OH|43201|35|614
            Charlotte|NC|28202|16|704
            Indianapolis|IN|46201|60|317
            San Francisco|CA|94102|33|415
            Seattle|WA|98101|79|206
            Denver|CO|80202|48|303
            Oklahoma City|OK|73102|69|405
            Nashville|TN|37201|20|615
            El Paso|TX|79901|35|915
            Washington|DC|20001|20|202
            Boston|MA|02108|28|617
            Las Vegas|NV|89101|60|702
            Portland|OR|97201|36|503
            Detroit|MI|48201|38|313
            Louisville|KY|40202|27|502
            Memphis|TN|38103|38|901
            Baltimore|MD|21201|35|410
            Milwaukee|WI|53202|32|414
            Albuquerque|NM|87102|21|505
            Tucson|AZ|85701|49|520
            Fresno|CA|93701|27|559
            Sacramento|CA|95811|33|916
            Kansas City|MO|64105|52|816
            Atlanta|GA|30303|38|404
            Omaha|NE|68102|52|402
            Colorado Springs|CO|80903|28|719
            Raleigh|NC|27601|17|919
            Virginia Beach|VA|23451|13|757
            Long Beach|CA|90802|14|562
            Miami|FL|33125|60|305
            Oakland|CA|94601|19|510
            Minneapolis|MN|55401|55|612
            Tulsa|OK|74103|34|918
            Tampa|FL|33602|45|813
            New Orleans|LA|70112|19|504
            Wichita|KS|67202|33|316
            Cleveland|OH|44102|42|216
            Honolulu|HI|96813|14|808
            Anchorage|AK|99501|19|907
            Saint Paul|MN|55101|20|651
            Cincinnati|OH|45202|46|513
            Pittsburgh|PA|15201|38|412
            Greensboro|NC|27401|10|336
            Lincoln|NE|68502|27|402
            Orlando|FL|32801|39|407
            Buffalo|NY|14201|27|716
            Madison|WI|53703|17|608
            Boise|ID|83702|14|208
            Richmond|VA|23219|22|804
            Des Moines|IA|50309|12|515
            Salt Lake City|UT|84101|24|801
            """;

    private static final String STREETS = """
            Main Street|Oak Street|Pine Street|Maple Avenue|Cedar Lane|Elm Street|Washington Avenue|Lake Drive
            Hill Road|Park Avenue|Walnut Street|Spring Street|North Street|Ridge Road|Church Street|Willow Lane
            Mill Road|Sunset Boulevard|Railroad Avenue|Jefferson Street|River Road|Center Street|Highland Avenue|Forest Drive
            Jackson Street|Chestnut Street|Meadow Lane|Cherry Street|Franklin Avenue|College Street|Lincoln Avenue|Valley Road
            """;

    /** A city as the parts of a row that are the same for everybody in it. */
    static final class City {

        /** With its state, as {@code Boston,MA}. */
        final byte[] nameAndState;

        final int firstZip;
        final int zips;

        /** As {@code (617) 555-01}: these numbers are kept free for stories. */
        final byte[] phone;

        City(String line) {
            String[] columns = line.split("\\|", -1);
            nameAndState = Ascii.bytes(columns[0] + "," + columns[1]);
            firstZip = Integer.parseInt(columns[2]);
            zips = Integer.parseInt(columns[3]);
            phone = Ascii.bytes("(" + columns[4] + ") 555-01");
        }
    }

    final City[] cities = CITIES.lines().map(City::new).toArray(City[]::new);

    final byte[][] streets = List.of(STREETS.strip().split("[|\\n]")).stream()
            .map(name -> Ascii.bytes(" " + name))
            .toArray(byte[][]::new);
}
